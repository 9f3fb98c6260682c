package aws

import (
	"math"
	"slices"
	"strconv"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// naming is how the physical names of one sort of thing are made. All names
// are computed, never generated, so that policies can name exact resources
// before any exists.
type naming struct {
	service string // as people call it
	space   string // names are unique in it, within one account and region
	pattern cloud.Text
	limit   int // characters; source: the quota page of the service
}

// The physical names. Every one starts with the prefix or with a path that
// ends in it, and nothing is ever cut: a name that is too long is an error,
// because a cut name could be another's.
var (
	bucket        = naming{"S3", "bucket", cloud.Concat(Prefix, "-", id, "-", Account, "-", Region), 63}
	table         = naming{"DynamoDB", "table", cloud.Concat(Prefix, "-", id), 255}
	queue         = naming{"SQS", "queue", cloud.Concat(Prefix, "-", id), 80}
	deadLetter    = naming{"SQS", "queue", cloud.Concat(Prefix, "-", id, "-dlq"), 80}
	vault         = naming{"SSM", "parameter", cloud.Concat("/", Prefix, "/", id), 900}
	marker        = naming{"SSM", "parameter", cloud.Concat("/", Prefix, "/", id, "/.alien"), 900} // 1,011 together with the rest of the ARN
	repository    = naming{"ECR", "repository", cloud.Concat(Prefix, "/", id), 256}
	function      = naming{"Lambda", "function", cloud.Concat(Prefix, "-", id), 64}
	logGroup      = naming{"CloudWatch Logs", "log group", cloud.Concat("/aws/lambda/", Prefix, "-", id), 512}
	profileRole   = naming{"IAM", "role", cloud.Concat(Prefix, "-", id), 64}
	cronRole      = naming{"IAM", "role", cloud.Concat(Prefix, "-", id, "-cron"), 64}
	schedule      = naming{"EventBridge Scheduler", "schedule", cloud.Concat(Prefix, "-", id), 64}
	scheduleGroup = naming{"EventBridge Scheduler", "schedule group", cloud.Concat(Prefix), 64}
	policy        = naming{"IAM", "policy", cloud.Concat(Prefix, "-", id), 128}
)

// reserved are the names that every stack keeps for its management and setup
// identities, so that the prefix fits them too.
var reserved = []struct {
	naming
	id string
}{
	{profileRole, managementID},
	{policy, managementID + "-10"},
	{profileRole, setupID},
	{policy, setupID + "-10"},
	{policy, installerID},
}

// The ids of alienc's own identities. No profile may have one of them.
const (
	managementID = "management"
	setupID      = "setup"
	installerID  = "installer"
)

// numbered is the name of the policy with that index of so many: a number
// stands behind the id only where there are several.
func numbered(id string, index, of int) cloud.Text {
	if of > 1 {
		id += "-" + strconv.Itoa(index+1)
	}
	return with(policy.pattern, id)
}

// ManagementRoleName is the name of the role of management.
func ManagementRoleName() cloud.Text { return with(profileRole.pattern, managementID) }

// ManagementPolicyName is the name of the policy of management with that
// index, of so many.
func ManagementPolicyName(index, of int) cloud.Text { return numbered(managementID, index, of) }

// SetupRoleName is the name of the role by which CloudFormation sets up.
func SetupRoleName() cloud.Text { return with(profileRole.pattern, setupID) }

// SetupPolicyName is the name of the policy of setup with that index. It
// always has its number, so that a stack that grows renames none.
func SetupPolicyName(index int) cloud.Text {
	return with(policy.pattern, setupID+"-"+strconv.Itoa(index+1))
}

// InstallerPolicyName is the name of the policy of whoever installs through
// the setup role.
func InstallerPolicyName() cloud.Text { return with(policy.pattern, installerID) }

// BucketName is the name of the bucket of the storage with that id. Buckets
// share one name space with all of AWS: account and region keep others away.
func BucketName(id string) cloud.Text { return with(bucket.pattern, id) }

// TableName is the name of the table of the kv with that id.
func TableName(id string) cloud.Text { return with(table.pattern, id) }

// QueueName is the name of the queue with that id.
func QueueName(id string) cloud.Text { return with(queue.pattern, id) }

// DeadLetterName is the name of the dead-letter queue of the queue with that
// id.
func DeadLetterName(id string) cloud.Text { return with(deadLetter.pattern, id) }

// VaultPath is the path below which the values of the vault with that id
// stand.
func VaultPath(id string) cloud.Text { return with(vault.pattern, id) }

// MarkerName is the name of the parameter that marks the vault with that id:
// a path alone is nothing that a template could hold.
func MarkerName(id string) cloud.Text { return with(marker.pattern, id) }

// RepositoryName is the name of the repository of the artifact registry with
// that id.
func RepositoryName(id string) cloud.Text { return with(repository.pattern, id) }

// FunctionName is the name of the function with that id.
func FunctionName(id string) cloud.Text { return with(function.pattern, id) }

// LogGroupName is the name of the log group of the function with that id.
func LogGroupName(id string) cloud.Text { return with(logGroup.pattern, id) }

// ProfileRoleName is the name of the role of a permission profile.
func ProfileRoleName(profile string) cloud.Text { return with(profileRole.pattern, profile) }

// CronRoleName is the name of the role that the schedules of the function with
// that id invoke it with.
func CronRoleName(id string) cloud.Text { return with(cronRole.pattern, id) }

// ScheduleName is the name of the function's schedule with that index, which
// counts from 0.
func ScheduleName(id string, index int) cloud.Text {
	return with(schedule.pattern, scheduleID(id, index))
}

func scheduleID(id string, index int) string { return id + "-" + strconv.Itoa(index) }

// ScheduleGroupName is the name of the group of all schedules of the stack.
func ScheduleGroupName() cloud.Text { return scheduleGroup.pattern }

// Name gives the physical name of what a resource becomes first of all: the
// bucket, the table, the queue, the path of a vault, the repository, the
// function.
func Name(r ir.Resource) cloud.Text {
	var v mainNaming
	r.Visit(&v)
	return with(v.pattern, r.Info().ID)
}

type mainNaming struct{ naming }

func (m *mainNaming) Storage(*ir.Storage)                   { m.naming = bucket }
func (m *mainNaming) Kv(*ir.Kv)                             { m.naming = table }
func (m *mainNaming) Queue(*ir.Queue)                       { m.naming = queue }
func (m *mainNaming) Vault(*ir.Vault)                       { m.naming = vault }
func (m *mainNaming) ArtifactRegistry(*ir.ArtifactRegistry) { m.naming = repository }
func (m *mainNaming) Function(*ir.Function)                 { m.naming = function }

// Physical is one name that a deployed stack takes.
type Physical struct {
	Space string     // names are unique in it: "bucket"
	Name  cloud.Text // with the prefix as a variable
	Limit int        // characters
	What  string     // the service, as in "too long on AWS S3"
	ID    string     // the author's id or profile name that it is made of
	Pos   ir.Pos     // where the author gave that id
}

// Names lists every name that the stack takes, in the order of its resources,
// followed by what serves the whole stack.
func Names(s *ir.Stack) []Physical {
	c := nameCollector{}
	for _, r := range s.Resources {
		r.Visit(&c)
	}
	for _, p := range s.Profiles {
		if len(s.Users(p.Name)) > 0 {
			c.add(profileRole, p.Name, p.Name, p.Pos)
		}
	}
	if c.schedules {
		c.add(scheduleGroup, s.ID, s.ID, s.Pos)
	}
	if slices.ContainsFunc(s.Functions(), func(f *ir.Function) bool { return f.Code.Form() == ir.Zip }) {
		// The customer's, and not limited here: it may have another name.
		c.list = append(c.list, Physical{bucket.space, DefaultCodeBucket, math.MaxInt32, bucket.service, "code", s.Pos})
	}
	for _, r := range reserved {
		c.add(r.naming, r.id, r.id, s.Pos)
	}
	return c.list
}

type nameCollector struct {
	list      []Physical
	schedules bool
}

func (c *nameCollector) add(n naming, part, id string, pos ir.Pos) {
	c.list = append(c.list, Physical{n.space, with(n.pattern, part), n.limit, n.service, id, pos})
}

func (c *nameCollector) each(r *ir.Common, forms ...naming) {
	for _, n := range forms {
		c.add(n, r.ID, r.ID, r.Pos)
	}
}

func (c *nameCollector) Storage(r *ir.Storage)                   { c.each(&r.Common, bucket) }
func (c *nameCollector) Kv(r *ir.Kv)                             { c.each(&r.Common, table) }
func (c *nameCollector) Queue(r *ir.Queue)                       { c.each(&r.Common, queue, deadLetter) }
func (c *nameCollector) Vault(r *ir.Vault)                       { c.each(&r.Common, marker) }
func (c *nameCollector) ArtifactRegistry(r *ir.ArtifactRegistry) { c.each(&r.Common, repository) }
func (c *nameCollector) Function(f *ir.Function) {
	c.each(&f.Common, function, logGroup)
	schedules := Schedules(f)
	for _, t := range schedules {
		c.add(schedule, scheduleID(f.ID, t.Index), f.ID, f.Pos)
	}
	if len(schedules) > 0 {
		c.schedules = true
		c.each(&f.Common, cronRole)
	}
}

// Schedules lists the schedules of a function, in the author's order.
func Schedules(f *ir.Function) []*ir.ScheduleTrigger {
	var list []*ir.ScheduleTrigger
	for _, t := range f.Triggers {
		if t, ok := t.(*ir.ScheduleTrigger); ok {
			list = append(list, t)
		}
	}
	return list
}

// PrefixLimit gives the greatest number of characters that the prefix may have
// so that every name of the stack fits, and the name that leaves the least.
// The limit is below 1 when some id leaves nothing.
func PrefixLimit(s *ir.Stack) (limit int, longest Physical) {
	for i, n := range Names(s) {
		if room := n.Limit - Longest(n.Name, 0); i == 0 || room < limit {
			limit, longest = room, n
		}
	}
	return limit, longest
}

// PrefixPattern is the regular expression that the prefix must match: words of
// lower-case letters and digits joined by single hyphens, the first one
// starting with a letter. SSM refuses parameter names that start with aws or
// ssm, so with a vault the prefix may not either.
func PrefixPattern(s *ir.Stack) string {
	const words = "[a-z][a-z0-9]*(-[a-z0-9]+)*$"
	for _, r := range s.Resources {
		if r.Kind() == ir.KindVault {
			return "^(?!aws|ssm)" + words
		}
	}
	return "^" + words
}
