package prove

import (
	"slices"
	"strings"
	"sync"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/cloud/aws/catalogue"
)

// action is one action of AWS with what it can do.
type action struct {
	name    string // in small letters
	written string // as AWS writes it, or whoever wrote it where AWS has no such action
	power   aws.Power
	at      bool // whether it is on a resource; otherwise only "*" matches
	calls   bool // whether it runs a function without changing it
	ends
}

// service gives the service of the action, in small letters.
func (a action) service() string {
	service, _, _ := strings.Cut(a.name, ":")
	return service
}

// String gives the action as it is written, and says so where nobody knows
// what it does.
func (a action) String() string {
	if !a.power.Known {
		return a.written + " (which the catalogue does not list)"
	}
	return a.written
}

// services are those whose resources a stack has, and those that hand out
// identities.
var services = []string{"cloudformation", "dynamodb", "ecr", "iam", "lambda", "logs", "s3", "scheduler", "sqs", "ssm", "sts"}

// actionsOf holds every action of these services. The catalogue is unpacked
// here, once.
var actionsOf = sync.OnceValue(func() map[string][]action {
	out := make(map[string][]action, len(services))
	for _, service := range services {
		for _, a := range catalogue.Open().Actions(service) {
			out[service] = append(out[service], newAction(a.Name, len(a.Resources) > 0))
		}
	}
	return out
})

// listed holds the same actions by their names.
var listed = sync.OnceValue(func() map[string]action {
	out := map[string]action{}
	for _, list := range actionsOf() {
		for _, a := range list {
			out[a.written] = a
		}
	}
	return out
})

func newAction(name string, at bool) action {
	a := action{name: strings.ToLower(name), written: name, power: aws.PowerOf(name), at: at}
	a.calls = calling[a.name]
	a.deletes = deletes(a.name, a.power)
	a.doubtful = a.foreign() && !slices.ContainsFunc(ending, func(word string) bool { return strings.Contains(a.name, word) })
	a.expires = expiring[a.name]
	return a
}

// judged gives what a granted action can do, whether or not the catalogue
// lists it.
func (p *prover) judged(name string) action {
	if a, ok := listed()[name]; ok {
		return a
	}
	a, done := p.seen[name]
	if !done {
		known, ok := catalogue.Open().Action(name)
		a = newAction(name, !ok || len(known.Resources) > 0)
		p.seen[name] = a
	}
	return a
}

// calling are the actions that run a function and leave it as it is.
var calling = lowered("lambda:InvokeFunction lambda:InvokeAsync lambda:InvokeFunctionUrl")

// expiring are the actions that only set something and by that can make AWS
// delete: rules that expire objects, items, images, log lines and messages,
// filters that drop messages, backups that are switched off.
var expiring = lowered(`s3:PutLifecycleConfiguration s3:PutBucketVersioning dynamodb:UpdateTimeToLive
	dynamodb:UpdateContinuousBackups dynamodb:UpdateTable ecr:PutLifecyclePolicy logs:PutRetentionPolicy
	logs:PutLogGroupDeletionProtection lambda:UpdateEventSourceMapping sqs:SetQueueAttributes sqs:StartMessageMoveTask
	scheduler:UpdateSchedule dynamodb:PartiQLUpdate dynamodb:ImportTable`)

// returning are the writes of items whose answer can hold the item.
var returning = lowered("dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:PartiQLInsert dynamodb:PartiQLUpdate dynamodb:PartiQLDelete")

// harmless are the beginnings of changing actions that leave in place whatever
// is there. An action that begins otherwise counts as deleting, and so does
// every change by a service that nobody looked at.
var harmless = strings.Fields(`add allocate associate attach authorize change complete connect copy create enable
	initiate invoke label link modify permit pass pause publish put register request resume run schedule send set start
	submit subscribe tag test update upload`)

// deletes reports whether an action could delete something, by its name.
func deletes(name string, power aws.Power) bool {
	if !power.Changes() {
		return false
	}
	service, short, _ := strings.Cut(name, ":")
	switch {
	case !power.Known, !slices.Contains(services, service):
		return true
	case service == "cloudformation":
		return true // whatever a stack creates, its update can delete
	case service == "ssm" && !strings.Contains(short, "parameter") && !strings.Contains(short, "tags"):
		return true // it runs commands and documents
	}
	return !slices.ContainsFunc(harmless, func(beginning string) bool { return strings.HasPrefix(short, beginning) })
}

// ending are in the names of actions that make things end, however these begin:
// ScheduleKeyDeletion, PutLifecycleConfiguration.
var ending = strings.Fields("delet destroy drop expir lifecycle purge remove retention terminate")

// foreign reports whether the action is of a service that no resource has.
func (a action) foreign() bool { return !slices.Contains(services, a.service()) }

func lowered(names string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		out[strings.ToLower(name)] = true
	}
	return out
}
