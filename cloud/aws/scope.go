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

// scopes is every part of every kind. "schedules" and "profile-role" of a
// function are not made of its id and stand in [Scope].
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
	{ir.KindFunction, "schedules", nil},
	{ir.KindFunction, "schedule-group", regional("scheduler", "schedule-group/", scheduleGroup.pattern)},
	{ir.KindFunction, "cron-role", role(cronRole)},
	{ir.KindFunction, "profile-role", nil},
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
	if f, ok := r.(*ir.Function); ok {
		switch part {
		case "schedules":
			var list []cloud.Text
			for _, t := range Schedules(f) {
				list = append(list, regional("scheduler", "schedule/", scheduleGroup.pattern, "/", ScheduleName(f.ID, t.Index)))
			}
			return list
		case "profile-role":
			return []cloud.Text{with(role(profileRole), f.Profile)}
		}
	}
	for _, s := range scopes {
		if s.kind == r.Kind() && s.part == part {
			return []cloud.Text{with(s.arn, r.Info().ID)}
		}
	}
	return nil
}

// StackARN is the ARN of the CloudFormation stack of that name, whatever the
// id that CloudFormation gives it.
func StackARN(name string) cloud.Text { return regional("cloudformation", "stack/", name, "/*") }

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
