package prove

import (
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
)

// site is where a call of CloudFormation goes.
type site struct {
	arn     string
	context context
}

// sites are the places of one part of a template: itself under the empty
// name, and what else its handler touches.
type sites map[string][]site

// locate says where the calls for each part of the stack's template go, by
// the part's symbol. It knows the names of a stack alone, never what an
// emitter made of them.
//
// The places: "any" is an action that names nothing; "tags" what tags stand
// on, where that is written differently; "role" the role that is given away or
// that a policy is attached to; "attached" the policies of a role; "code" the
// zip files; "new" a mapping that has no id yet; "schedules" those of a group.
func locate(s *ir.Stack, parts []cloud.Part, d aws.Deployment) map[string]sites {
	own := ownCalls(d)
	l := &locator{deployment: d, direct: own, through: own.and("aws:calledvia", cloudFormation), parts: map[string]sites{}}
	for _, r := range s.Resources {
		r.Visit(l)
	}
	for _, p := range s.Profiles {
		l.add(aws.ProfileSymbol(p.Name), l.at(aws.ProfileRoleARN(p.Name)))
	}
	l.add(aws.ScheduleGroupSymbol, l.at(scheduleGroupARN))["schedules"] = l.schedules
	l.management(parts)
	return l.parts
}

// ownCalls is the context of a call that somebody of an account makes there.
func ownCalls(d aws.Deployment) context {
	return context{
		"aws:principalaccount": {d.Account}, "aws:resourceaccount": {d.Account}, "aws:requestedregion": {d.Region},
	}
}

// cloudFormation is the service that makes the calls for a template.
const cloudFormation = "cloudformation.amazonaws.com"

type locator struct {
	deployment aws.Deployment
	direct     context // of a call that is not known to say who makes it
	through    context // of a call that CloudFormation makes
	parts      map[string]sites
	schedules  []site // of all functions
}

var _ ir.Visitor = (*locator)(nil)

var scheduleGroupARN = regional("scheduler", "schedule-group/", aws.ScheduleGroupName())

func regional(service string, rest ...any) cloud.Text {
	return cloud.Concat(cloud.Concat("arn:", aws.Partition, ":", service, ":", aws.Region, ":", aws.Account, ":"), cloud.Concat(rest...))
}

func global(rest ...any) cloud.Text {
	return cloud.Concat(cloud.Concat("arn:", aws.Partition, ":iam::", aws.Account, ":"), cloud.Concat(rest...))
}

func (l *locator) arn(t cloud.Text) string {
	text, _ := l.deployment.Pattern(t)
	return text
}

func (l *locator) at(list ...cloud.Text) []site {
	out := make([]site, len(list))
	for i, t := range list {
		out[i] = site{l.arn(t), l.through}
	}
	return out
}

// add notes where a part is and gives its places for more.
func (l *locator) add(symbol string, itself []site) sites {
	places := sites{"": itself, "any": {{"*", l.through}}}
	l.parts[symbol] = places
	return places
}

// passed is the place of a role that is given to a service. Whether such a
// call says that CloudFormation makes it is not documented.
func (l *locator) passed(role cloud.Text, service string) []site {
	return []site{{l.arn(role), l.direct.and("iam:passedtoservice", service)}}
}

// Storage is a bucket with its policy.
func (l *locator) Storage(r *ir.Storage) {
	bucket := l.at(aws.Scope(r, "bucket")...)
	l.add(aws.ResourceSymbol(r.Kind(), r.ID), bucket)
	l.add(aws.BucketPolicySymbol(r.ID), bucket)
}

// Kv is a table.
func (l *locator) Kv(r *ir.Kv) {
	l.add(aws.ResourceSymbol(r.Kind(), r.ID), l.at(aws.Scope(r, "table")...))
}

// Queue is a queue and its dead-letter queue with a policy for both.
func (l *locator) Queue(r *ir.Queue) {
	queue, letters := l.at(aws.Scope(r, "queue")...), l.at(aws.Scope(r, "dead-letter")...)
	l.add(aws.ResourceSymbol(r.Kind(), r.ID), queue)
	l.add(aws.DeadLetterSymbol(r.ID), letters)
	l.add(aws.QueuePolicySymbol(r.ID), append(queue[:1:1], letters...))
}

// Vault is its marker.
func (l *locator) Vault(r *ir.Vault) {
	l.add(aws.ResourceSymbol(r.Kind(), r.ID), l.at(aws.Scope(r, "marker")...))
}

// ArtifactRegistry is a repository.
func (l *locator) ArtifactRegistry(r *ir.ArtifactRegistry) {
	l.add(aws.ResourceSymbol(r.Kind(), r.ID), l.at(aws.Scope(r, "repository")...))
}

// Function is a function with its logs, its URL and what triggers it.
func (l *locator) Function(f *ir.Function) {
	itself := l.at(aws.Scope(f, "function")...)
	main := l.add(aws.ResourceSymbol(f.Kind(), f.ID), itself)
	main["role"] = l.passed(aws.ProfileRoleARN(f.Profile), "lambda.amazonaws.com")
	if f.Code.Form() == ir.Zip {
		objects := cloud.Concat("arn:", aws.Partition, ":s3:::", aws.CodeBucket, "/*")
		main["code"] = []site{{l.arn(objects), l.direct}} // Lambda reads it for whoever installs
	}

	streams := regional("logs", "log-group:", aws.LogGroupName(f.ID), ":*")
	group := regional("logs", "log-group:", aws.LogGroupName(f.ID))
	l.add(aws.LogsSymbol(f.ID), l.at(streams))["tags"] = l.at(group)

	for _, symbol := range []string{aws.URLSymbol(f.ID), aws.URLPermissionSymbol(f.ID), aws.URLInvokePermissionSymbol(f.ID)} {
		l.add(symbol, itself)
	}
	mappings := l.arn(regional("lambda", "event-source-mapping:*"))
	own := l.through.and("lambda:functionarn", itself[0].arn)
	cron := global("role/", aws.CronRoleName(f.ID))
	for _, t := range f.Triggers {
		switch t := t.(type) {
		case *ir.QueueTrigger:
			places := l.add(aws.QueueTriggerSymbol(f.ID, t.Queue.ID), []site{{mappings, own}})
			places["new"] = []site{{"*", own}}
			places["tags"] = []site{{mappings, l.through}}
		case *ir.StorageTrigger:
			l.add(aws.StorageTriggerSymbol(f.ID, t.Storage.ID), itself)
		case *ir.ScheduleTrigger:
			schedule := l.at(regional("scheduler", "schedule/", aws.ScheduleGroupName(), "/", aws.ScheduleName(f.ID, t.Index)))
			l.add(aws.ScheduleSymbol(f.ID, t.Index), schedule)["role"] = l.passed(cron, "scheduler.amazonaws.com")
			l.schedules = append(l.schedules, schedule...)
		}
	}
	l.add(aws.CronRoleSymbol(f.ID), l.at(cron))
}

// management places the role of the vendor and its policies, which are
// numbered when they are several.
func (l *locator) management(parts []cloud.Part) {
	n := 0
	for _, p := range parts {
		if strings.HasPrefix(p.Name, aws.ManagementPolicySymbol) {
			n++
		}
	}
	role := l.arn(aws.ManagementScope(n, "role")[0])
	places := l.add(aws.ManagementRoleSymbol, []site{{role, l.through}})
	for i, policy := range l.at(aws.ManagementScope(n, "policies")...) {
		attached := site{role, l.through.and("iam:policyarn", policy.arn)}
		places["attached"] = append(places["attached"], attached)
		l.add(aws.PolicySymbol(aws.ManagementPolicySymbol, i, n), []site{policy})["role"] = []site{attached}
	}
}
