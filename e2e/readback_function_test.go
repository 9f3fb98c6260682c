package e2e

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/e2e/template"
)

// Readers of functions, what calls them, and what they may do.

func readFunction(a account, r template.Resource, name string) (object, error) {
	answer, err := a.call("lambda", "get_function", object{"FunctionName": name})
	if err != nil {
		return nil, err
	}
	configuration, _ := answer["Configuration"].(object)
	out := object{}
	take(configuration, out, map[string]string{
		"FunctionName": "FunctionName", "Role": "Role", "Runtime": "Runtime", "Handler": "Handler",
		"Architectures": "Architectures", "MemorySize": "MemorySize", "Timeout": "Timeout",
		"LoggingConfig": "LoggingConfig", "Layers": "Layers", "VpcConfig": "VpcConfig", "Description": "Description",
	})
	environment, _ := configuration["Environment"].(object)
	if !empty(environment["Variables"]) {
		out["Environment"] = object{"Variables": environment["Variables"]}
	}
	// A zip is the default form, which a template need not name.
	if _, said := r.Properties["PackageType"]; said || configuration["PackageType"] != "Zip" {
		out["PackageType"] = configuration["PackageType"]
	}
	// So is tracing what others ask for.
	tracing, _ := configuration["TracingConfig"].(object)
	if _, said := r.Properties["TracingConfig"]; said || tracing["Mode"] != "PassThrough" {
		out["TracingConfig"] = tracing
	}
	take(answer, out, map[string]string{"Tags": "Tags"})
	if out["Code"], err = codeOf(a, answer); err != nil {
		return nil, err
	}
	return out, nil
}

// codeOf gives the image of a function, or where its zip came from. No service
// tells the latter, but the digest does: each place holds another zip.
func codeOf(a account, function object) (any, error) {
	code, _ := function["Code"].(object)
	if uri := code["ImageUri"]; uri != nil {
		return object{"ImageUri": uri}, nil
	}
	configuration, _ := function["Configuration"].(object)
	for place, digest := range a.zips {
		if digest == configuration["CodeSha256"] {
			return object{"S3Bucket": place.bucket, "S3Key": place.key}, nil
		}
	}
	return nil, fmt.Errorf("the code with the digest %v came from nowhere", configuration["CodeSha256"])
}

func readURL(a account, r template.Resource, _ string) (object, error) {
	function := r.Properties["TargetFunctionArn"]
	answer, err := a.call("lambda", "get_function_url_config", object{"FunctionName": function})
	if err != nil {
		return nil, err
	}
	out := object{}
	take(answer, out, map[string]string{"FunctionArn": "TargetFunctionArn", "AuthType": "AuthType", "InvokeMode": "InvokeMode", "Cors": "Cors"})
	return out, nil
}

// readPermission finds the statement of a function's policy that the
// permission has become; its id is the permission's name.
func readPermission(a account, r template.Resource, physical string) (object, error) {
	function := r.Properties["FunctionName"]
	answer, err := a.call("lambda", "get_policy", object{"FunctionName": function})
	if err != nil {
		return nil, err
	}
	policy, err := document(answer["Policy"])
	if err != nil {
		return nil, err
	}
	statements, _ := policy["Statement"].([]any)
	for _, s := range statements {
		s, _ := s.(object)
		if s["Sid"] == physical {
			return permission(s, function)
		}
	}
	return nil, &apiError{Code: "NoSuchStatement", Message: "there is no statement " + physical}
}

// permission translates a statement back.
func permission(s object, function any) (object, error) {
	if s["Effect"] != "Allow" || s["Resource"] != function {
		return nil, fmt.Errorf("the statement is %v on %v", s["Effect"], s["Resource"])
	}
	out := object{"Action": s["Action"], "FunctionName": function, "Principal": s["Principal"]}
	if principal, ok := s["Principal"].(object); ok {
		out["Principal"] = principal["Service"]
	}
	conditions, _ := s["Condition"].(object)
	for operator, keys := range conditions {
		keys, _ := keys.(object)
		for key, value := range keys {
			switch operator + " " + strings.ToLower(key) {
			case "ArnLike aws:sourcearn":
				out["SourceArn"] = value
			case "StringEquals aws:sourceaccount":
				out["SourceAccount"] = value
			case "StringEquals lambda:functionurlauthtype":
				out["FunctionUrlAuthType"] = value
			case "Bool lambda:invokedviafunctionurl":
				out["InvokedViaFunctionUrl"] = value
			default:
				return nil, fmt.Errorf("unknown condition %s %s", operator, key)
			}
		}
	}
	return out, nil
}

func readMapping(a account, _ template.Resource, id string) (object, error) {
	answer, err := a.call("lambda", "get_event_source_mapping", object{"UUID": id})
	if err != nil {
		return nil, err
	}
	out := object{}
	take(answer, out, map[string]string{
		"FunctionArn": "FunctionName", "EventSourceArn": "EventSourceArn", "BatchSize": "BatchSize",
		"FunctionResponseTypes": "FunctionResponseTypes", "ScalingConfig": "ScalingConfig",
		"MaximumBatchingWindowInSeconds": "MaximumBatchingWindowInSeconds", "FilterCriteria": "FilterCriteria",
	})
	if answer["State"] != "Enabled" {
		out["Enabled"] = answer["State"]
	}
	return out, nil
}

func readSchedule(a account, r template.Resource, _ string) (object, error) {
	answer, err := a.call("scheduler", "get_schedule", object{"Name": r.Properties["Name"], "GroupName": r.Properties["GroupName"]})
	if err != nil {
		return nil, err
	}
	out := object{}
	take(answer, out, map[string]string{
		"Name": "Name", "GroupName": "GroupName", "State": "State", "ScheduleExpression": "ScheduleExpression",
		"ScheduleExpressionTimezone": "ScheduleExpressionTimezone", "FlexibleTimeWindow": "FlexibleTimeWindow",
		"Target": "Target", "Description": "Description", "StartDate": "StartDate", "EndDate": "EndDate",
	})
	return out, nil
}

func readScheduleGroup(a account, _ template.Resource, name string) (object, error) {
	answer, err := a.call("scheduler", "get_schedule_group", object{"Name": name})
	if err != nil {
		return nil, err
	}
	out := object{"Name": answer["Name"]}
	answer, err = a.call("scheduler", "list_tags_for_resource", object{"ResourceArn": answer["Arn"]})
	if err != nil {
		return nil, err
	}
	take(answer, out, map[string]string{"Tags": "Tags"})
	return out, nil
}

func readRole(a account, r template.Resource, name string) (object, error) {
	answer, err := a.call("iam", "get_role", object{"RoleName": name})
	if err != nil {
		return nil, err
	}
	role, _ := answer["Role"].(object)
	out := object{}
	take(role, out, map[string]string{
		"RoleName": "RoleName", "Description": "Description", "Tags": "Tags",
		"AssumeRolePolicyDocument": "AssumeRolePolicyDocument",
	})
	boundary, _ := role["PermissionsBoundary"].(object)
	take(boundary, out, map[string]string{"PermissionsBoundaryArn": "PermissionsBoundary"})
	if _, said := r.Properties["MaxSessionDuration"]; said || fmt.Sprint(role["MaxSessionDuration"]) != "3600" {
		out["MaxSessionDuration"] = role["MaxSessionDuration"]
	}
	attached, err := a.call("iam", "list_attached_role_policies", object{"RoleName": name})
	if err != nil {
		return nil, err
	}
	policyARNs := []any{}
	list, _ := attached["AttachedPolicies"].([]any)
	for _, p := range list {
		p, _ := p.(object)
		policyARNs = append(policyARNs, p["PolicyArn"])
	}
	if len(policyARNs) > 0 {
		out["ManagedPolicyArns"] = policyARNs
	}

	answer, err = a.call("iam", "list_role_policies", object{"RoleName": name})
	if err != nil {
		return nil, err
	}
	names, _ := answer["PolicyNames"].([]any)
	policies := []any{}
	for _, p := range names {
		answer, err := a.call("iam", "get_role_policy", object{"RoleName": name, "PolicyName": p})
		if err != nil {
			return nil, err
		}
		policy, err := document(answer["PolicyDocument"])
		if err != nil {
			return nil, err
		}
		policies = append(policies, object{"PolicyName": p, "PolicyDocument": policy})
	}
	if len(policies) > 0 {
		out["Policies"] = policies
	}
	return out, nil
}

// readManagedPolicy reads the version of a policy that counts.
func readManagedPolicy(a account, _ template.Resource, arn string) (object, error) {
	answer, err := a.call("iam", "get_policy", object{"PolicyArn": arn})
	if err != nil {
		return nil, err
	}
	policy, _ := answer["Policy"].(object)
	out := object{}
	take(policy, out, map[string]string{"PolicyName": "ManagedPolicyName", "Description": "Description"})
	answer, err = a.call("iam", "get_policy_version", object{"PolicyArn": arn, "VersionId": policy["DefaultVersionId"]})
	if err != nil {
		return nil, err
	}
	version, _ := answer["PolicyVersion"].(object)
	out["PolicyDocument"], err = document(version["Document"])
	return out, err
}
