package e2e

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// state gives everything that exists, as the services tell it.
func (j *journey) state(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range j.names() {
		r := j.resources[name]
		got, err := readers[r.Type](j.account, r, j.values.Physical[name])
		if err != nil {
			j.expect(t, "everything can be read", name+": "+err.Error())
		}
		out[name] = j.values.Physical[name] + " " + canonical("", got)
	}
	return out
}

// remember keeps what exists without management.
func (j *journey) remember(t *testing.T) {
	t.Helper()
	if j.before == nil {
		j.before = j.state(t)
	}
}

// managed checks that switching management on makes the vendor's role and its
// policies, trusts whom it should, and changes nothing else.
func (j *journey) managed(t *testing.T) {
	t.Helper()
	if err := j.observe(); err != nil {
		j.expect(t, "management on", err.Error(), j.reasons())
		return
	}
	var wrong []string
	now := j.state(t)
	for name, r := range j.resources {
		old, there := j.before[name]
		vendors := strings.HasPrefix(name, "ManagementRole") || strings.HasPrefix(name, "ManagementPolicy")
		switch {
		case vendors == there:
			wrong = append(wrong, name+" is there")
		case !vendors && old != now[name]:
			wrong = append(wrong, name+" has changed")
		case vendors:
			differ, err := j.compare(r)
			if err != nil {
				differ = append(differ, err.Error())
			}
			wrong = append(wrong, differ...)
		}
	}
	role := j.resources["ManagementRole"]
	trust := canonical("", role.Properties["AssumeRolePolicyDocument"])
	if !strings.Contains(trust, j.words["VENDOR_ROLE_ARN"]) || !strings.Contains(trust, j.words["VENDOR_EXTERNAL_ID"]) || len(j.words["VENDOR_EXTERNAL_ID"]) != 32 {
		wrong = append(wrong, "the trust is "+trust)
	}
	j.expect(t, "management on makes the vendor's role and changes nothing else", wrong...)
}

// unmanaged checks that what exists is what existed before.
func (j *journey) unmanaged(t *testing.T) {
	t.Helper()
	if err := j.observe(); err != nil {
		j.expect(t, "management off", err.Error(), j.reasons())
		return
	}
	var wrong []string
	now := j.state(t)
	for name := range j.before {
		if now[name] != j.before[name] {
			wrong = append(wrong, name+" was "+j.before[name]+" and is "+now[name])
		}
	}
	for name := range now {
		if _, ok := j.before[name]; !ok {
			wrong = append(wrong, name+" is there")
		}
	}
	wrong = append(wrong, j.localPolicies(t, "-management")...)
	j.expect(t, "management off removes the vendor's role and its policies, and changes nothing else", wrong...)
}

// cutOff checks that the role is gone before the stack knows, and then lets
// the stack know.
func (j *journey) cutOff(t *testing.T) {
	t.Helper()
	name := fmt.Sprint(j.resources["ManagementRole"].Properties["RoleName"])
	_, err := j.account.call("iam", "get_role", object{"RoleName": name})
	var refused *apiError
	if !errors.As(err, &refused) || !refused.gone() {
		j.expect(t, "the vendor is cut off at once", "the role answers", fmt.Sprint(err))
		return
	}
	j.expect(t, "the vendor is cut off at once")
	j.again("Off")(t)
}

// noOwnRole makes the vendor's role by hand once more, looks at it, and removes
// it as the page says.
func (j *journey) noOwnRole(t *testing.T) {
	t.Helper()
	role := j.words["MANAGEMENT_ROLE"]
	gone := func(when string) bool {
		_, err := j.account.call("iam", "get_role", object{"RoleName": role})
		var refused *apiError
		left := j.localPolicies(t, "management-policy")
		if !errors.As(err, &refused) || !refused.gone() || len(left) > 0 {
			j.expect(t, "the role made by hand is gone "+when, fmt.Sprint(err, left))
			return false
		}
		return true
	}
	s := j.page.section(t, "Instead: with tooling of your own")
	if !gone("after the section") || !j.runBlock(t, s, 0) {
		return
	}
	j.holds(t, role, "management-policy")
	answer, err := j.account.call("iam", "get_role", object{"RoleName": role})
	if err != nil {
		t.Fatal(err)
	}
	trust := canonical("", answer["Role"].(object)["AssumeRolePolicyDocument"])
	if !strings.Contains(trust, `"AWS":"`+j.words["VENDOR_ROLE_ARN"]+`"`) || !strings.Contains(trust, `"sts:ExternalId":"`+j.words["VENDOR_EXTERNAL_ID"]+`"`) {
		j.expect(t, "the role made by hand trusts the vendor alone", trust)
		return
	}
	if j.runBlock(t, s, 1) && gone("again") {
		j.expect(t, "the role made by hand trusts the vendor alone, and goes as it came")
	}
}
