package aws

import (
	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// scope is one part of a resource that a permission can be on. The words are
// those that permission sets use.
type scope struct {
	kind ir.Kind
	part string
	arn  cloud.Text // id stands for the resource's id
}

// regional starts the ARN of a thing in the account and region of the stack.
func regional(service string, rest ...any) cloud.Text {
	start := cloud.Concat("arn:", Partition, ":", service, ":", Region, ":", Account, ":")
	return cloud.Concat(start, cloud.Concat(rest...))
}

func role(n naming) cloud.Text {
	return cloud.Concat("arn:", Partition, ":iam::", Account, ":role/", n.pattern)
}

// anything is for the few actions that AWS lets nobody limit to a resource.
var anything = cloud.Lit("*")

// scopes is every part of every kind. "schedules" of a function are not made
// of its id alone and stand in [Scope].
var scopes = []scope{
	{ir.KindStorage, "bucket", cloud.Concat("arn:", Partition, ":s3:::", bucket.pattern)},
	{ir.KindStorage, "objects", cloud.Concat("arn:", Partition, ":s3:::", bucket.pattern, "/*")},
	{ir.KindKv, "table", regional("dynamodb", "table/", table.pattern)},
	{ir.KindQueue, "queue", regional("sqs", queue.pattern)},
	{ir.KindQueue, "dead-letter", regional("sqs", deadLetter.pattern)},
	{ir.KindQueue, "any", anything},
	{ir.KindVault, "path", regional("ssm", "parameter", vault.pattern)},
	{ir.KindVault, "values", regional("ssm", "parameter", vault.pattern, "/*")},
	{ir.KindVault, "marker", regional("ssm", "parameter", marker.pattern)},
	{ir.KindArtifactRegistry, "repository", regional("ecr", "repository/", repository.pattern)},
	{ir.KindArtifactRegistry, "any", anything},
	{ir.KindFunction, "function", regional("lambda", "function:", function.pattern)},
	{ir.KindFunction, "logs", regional("logs", "log-group:", logGroup.pattern, ":*")},
	{ir.KindFunction, "mappings", regional("lambda", "event-source-mapping:*")},
	{ir.KindFunction, "any", anything},
	{ir.KindFunction, "code", cloud.Concat("arn:", Partition, ":s3:::", CodeBucket, "/*")},
	{ir.KindFunction, "log-group", regional("logs", "log-group:", logGroup.pattern)},
	{ir.KindFunction, "schedules", nil},
	{ir.KindFunction, "schedule-group", regional("scheduler", "schedule-group/", scheduleGroup.pattern)},
	{ir.KindFunction, "cron-role", role(cronRole)},
}

// Parts lists the words for the parts of a kind that permissions can be on.
func Parts(kind ir.Kind) []string {
	var list []string
	for _, s := range scopes {
		if s.kind == kind {
			list = append(list, s.part)
		}
	}
	return list
}

// Scope gives the ARNs of a part of a resource, none for a word that the kind
// does not have. Most parts are one ARN; "schedules" is one for each.
func Scope(r ir.Resource, part string) []cloud.Text {
	if f, ok := r.(*ir.Function); ok && part == "schedules" {
		var list []cloud.Text
		for _, t := range Schedules(f) {
			list = append(list, regional("scheduler", "schedule/", scheduleGroup.pattern, "/", ScheduleName(f.ID, t.Index)))
		}
		return list
	}
	for _, s := range scopes {
		if s.kind == r.Kind() && s.part == part {
			return []cloud.Text{with(s.arn, r.Info().ID)}
		}
	}
	return nil
}

// ProfileScope gives the ARNs of a part of a permission profile: its "role".
func ProfileScope(profile, part string) []cloud.Text {
	if part == "role" {
		return []cloud.Text{ProfileRoleARN(profile)}
	}
	return nil
}

// ManagementScope gives the ARNs of a part of the vendor's identity: its
// "role", or its "policies", of which it has that many; or the "external-id"
// that its principal presents.
func ManagementScope(policies int, part string) []cloud.Text {
	switch part {
	case "role":
		return []cloud.Text{with(role(profileRole), managementID)}
	case "external-id":
		return []cloud.Text{cloud.Concat(ManagementExternalID)}
	case "policies":
		var list []cloud.Text
		for i := range policies {
			list = append(list, cloud.Concat("arn:", Partition, ":iam::", Account, ":policy/", ManagementPolicyName(i, policies)))
		}
		return list
	}
	return nil
}

// StackScope gives the ARNs of a part of the stack as a whole: the "stack"
// itself, the "setup-role" of customers who let CloudFormation act, or "any"
// for what has no name.
func StackScope(part string) []cloud.Text {
	switch part {
	case "any":
		return []cloud.Text{anything}
	case "stack":
		return []cloud.Text{cloud.Concat(StackID)}
	case "setup-role":
		return []cloud.Text{with(role(profileRole), setupID)}
	}
	return nil
}

// StackARN is the ARN of the CloudFormation stack of that name, whatever the
// id that CloudFormation gives it.
func StackARN[T string | cloud.Var](name T) cloud.Text {
	return regional("cloudformation", "stack/", name, "/*")
}

// ProfileRoleARN is the ARN of a profile's role.
func ProfileRoleARN(profile string) cloud.Text { return with(role(profileRole), profile) }

// ARN is the ARN of what a resource becomes first of all; see [Name].
func ARN(r ir.Resource) cloud.Text {
	for _, s := range scopes {
		if s.kind == r.Kind() {
			return with(s.arn, r.Info().ID)
		}
	}
	return nil
}
