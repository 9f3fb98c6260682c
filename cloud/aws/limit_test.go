package aws

import "testing"

func TestIsRegion(t *testing.T) {
	for _, s := range []string{"us-east-1", "eu-west-3", "ap-southeast-7", "us-gov-west-1", "cn-northwest-1", "me-central-1", "us-isob-east-1", "eusc-de-east-1", "mx-central-1"} {
		if !IsRegion(s) {
			t.Errorf("%s is a region", s)
		}
	}
	for _, s := range []string{"", "us-east", "us-east-1a", "US-EAST-1", "eu-wset-1", "us-east-0", "europe-west1", "eu-west-1 ", "us--east-1", "eu-west-1,us-east-1"} {
		if IsRegion(s) {
			t.Errorf("%q is no region", s)
		}
	}
}

func TestVariableNames(t *testing.T) {
	for name, want := range map[string]struct{ allowed, reserved bool }{
		"STAGE":               {true, false},
		"A":                   {false, false},
		"_X":                  {false, false},
		"Ab":                  {true, false},
		"1A":                  {false, false},
		"AWS_REGION":          {true, true},
		"AWS_ACCOUNT_ID":      {true, true},
		"AWS_PROFILE_NAME":    {true, false},
		"LAMBDA_TASK_ROOT":    {true, true},
		"LAMBDA":              {true, false},
		"_HANDLER":            {false, true},
		"TZ":                  {true, false},
		"AWS_SESSION_TOKEN":   {true, true},
		"AWS_SDK_LOAD_CONFIG": {true, false},
	} {
		if VariableName(name) != want.allowed || ReservedVariable(name) != want.reserved {
			t.Errorf("%s: allowed %t, reserved %t", name, VariableName(name), ReservedVariable(name))
		}
	}
}
