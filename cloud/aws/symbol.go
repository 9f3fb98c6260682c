package aws

import (
	"strconv"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Parameters of every template, and the logical ids of what serves the whole
// stack.
const (
	ManagementPrincipalParameter  = "ManagementPrincipalArn"
	ManagementExternalIDParameter = "ManagementExternalId"
	ManagementEnabledParameter    = "ManagementEnabled"
	BoundaryParameter             = "PermissionsBoundaryArn"
	LogRetentionParameter         = "LogRetentionDays"

	ScheduleGroupSymbol    = "ScheduleGroup"
	ManagementRoleSymbol   = "ManagementRole"
	ManagementPolicySymbol = "ManagementPolicy"

	ManagementRoleOutput = "ManagementRoleArn"
)

// Names in the template of the setup role.
const (
	StackNameParameter    = "StackName"
	SetupRoleSymbol       = "SetupRole"
	InstallerPolicySymbol = "InstallerPolicy"
)

// SetupPolicySymbol is the logical id of the policy of setup with that index.
func SetupPolicySymbol(index int) string { return "SetupPolicy" + strconv.Itoa(index+1) }

// Pascal writes an id as it stands inside a symbol; see [cloud.Pascal].
func Pascal(id string) string { return cloud.Pascal(id) }

func symbolOf(kind ir.Kind, id, part string) string { return kind.Noun() + Pascal(id) + part }

// ResourceSymbol is the logical id of what a resource becomes first of all.
func ResourceSymbol(kind ir.Kind, id string) string { return symbolOf(kind, id, "") }

// BucketPolicySymbol is the logical id of the policy of a storage's bucket.
func BucketPolicySymbol(id string) string { return symbolOf(ir.KindStorage, id, "Policy") }

// DeadLetterSymbol is the logical id of a queue's dead-letter queue.
func DeadLetterSymbol(id string) string { return symbolOf(ir.KindQueue, id, "Dlq") }

// QueuePolicySymbol is the logical id of the policy of a queue and its
// dead-letter queue.
func QueuePolicySymbol(id string) string { return symbolOf(ir.KindQueue, id, "Policy") }

// LogsSymbol is the logical id of a function's log group.
func LogsSymbol(id string) string { return symbolOf(ir.KindFunction, id, "Logs") }

// URLSymbol is the logical id of a public function's URL.
func URLSymbol(id string) string { return symbolOf(ir.KindFunction, id, "Url") }

// URLPermissionSymbol is the logical id of the permission to call a function's
// URL.
func URLPermissionSymbol(id string) string { return symbolOf(ir.KindFunction, id, "UrlPermission") }

// URLInvokePermissionSymbol is the logical id of the permission to invoke a
// function through its URL.
func URLInvokePermissionSymbol(id string) string {
	return symbolOf(ir.KindFunction, id, "UrlInvokePermission")
}

// QueueTriggerSymbol is the logical id of the mapping by which a queue
// triggers a function.
func QueueTriggerSymbol(function, queue string) string {
	return symbolOf(ir.KindFunction, function, "TriggerQueue"+Pascal(queue))
}

// StorageTriggerSymbol is the logical id of the permission by which a storage
// triggers a function.
func StorageTriggerSymbol(function, storage string) string {
	return symbolOf(ir.KindFunction, function, "TriggerStorage"+Pascal(storage))
}

// CronRoleSymbol is the logical id of the role of a function's schedules.
func CronRoleSymbol(id string) string { return symbolOf(ir.KindFunction, id, "CronRole") }

// ScheduleSymbol is the logical id of a function's schedule; the index counts
// from 0.
func ScheduleSymbol(id string, index int) string {
	return symbolOf(ir.KindFunction, id, "Cron"+strconv.Itoa(index))
}

// ProfileSymbol is the logical id of a profile's role.
func ProfileSymbol(profile string) string { return "Profile" + Pascal(profile) }

// PolicySymbol is the logical id of the policy with that index, of so many,
// of management or setup.
func PolicySymbol(base string, index, of int) string {
	if of > 1 {
		return base + strconv.Itoa(index+1)
	}
	return base
}

// ImageParameter is the name of the parameter with a function's image.
func ImageParameter(id string) string { return Pascal(id) + "ImageUri" }

// CodeBucketParameter is the name of the parameter with the bucket of a
// function's zip file.
func CodeBucketParameter(id string) string { return Pascal(id) + "CodeBucket" }

// CodeKeyParameter is the name of the parameter with the key of a function's
// zip file.
func CodeKeyParameter(id string) string { return Pascal(id) + "CodeKey" }

// BucketOutput is the name of the output with a storage's bucket.
func BucketOutput(id string) string { return Pascal(id) + "Bucket" }

// TableOutput is the name of the output with a kv's table.
func TableOutput(id string) string { return Pascal(id) + "Table" }

// QueueURLOutput is the name of the output with a queue's URL.
func QueueURLOutput(id string) string { return Pascal(id) + "QueueUrl" }

// VaultPathOutput is the name of the output with the path of a vault.
func VaultPathOutput(id string) string { return Pascal(id) + "VaultPath" }

// RepositoryOutput is the name of the output with an artifact registry's URI.
func RepositoryOutput(id string) string { return Pascal(id) + "Uri" }

// FunctionOutput is the name of the output with a function's ARN, whose last
// part is its name.
func FunctionOutput(id string) string { return Pascal(id) + "FunctionArn" }

// URLOutput is the name of the output with a public function's URL.
func URLOutput(id string) string { return Pascal(id) + "Url" }

// Spaces of symbols. Parameters and resources share one.
const (
	TemplateSpace = "template"
	OutputSpace   = "outputs"
)

// Symbol is one name that the template uses inside itself.
type Symbol struct {
	Name  string // letters and digits
	Space string // names are unique in it
	What  string // what it names, in a few words: "bucket policy"
	ID    string // the author's id or profile name that it is made of
	Pos   ir.Pos // where the author gave that id
}

// Symbols lists every symbol of the stack's template, in the order of its
// resources, with those that a later template of the stack may need.
func Symbols(s *ir.Stack) []Symbol {
	c := symbolCollector{storages: map[[2]string]bool{}}
	for _, name := range []string{
		string(Prefix), ManagementPrincipalParameter, ManagementExternalIDParameter,
		ManagementEnabledParameter, BoundaryParameter, LogRetentionParameter,
	} {
		c.list = append(c.list, Symbol{name, TemplateSpace, "parameter", s.ID, s.Pos})
	}
	for _, name := range []string{ScheduleGroupSymbol, ManagementRoleSymbol, ManagementPolicySymbol} {
		c.list = append(c.list, Symbol{name, TemplateSpace, "resource", s.ID, s.Pos})
	}
	c.list = append(c.list, Symbol{ManagementRoleOutput, OutputSpace, "output", s.ID, s.Pos})
	for _, r := range s.Resources {
		c.of = r.Info()
		c.add(ResourceSymbol(r.Kind(), c.of.ID), string(r.Kind()))
		r.Visit(&c)
	}
	for _, p := range s.Profiles {
		if len(s.Users(p.Name)) > 0 {
			c.list = append(c.list, Symbol{ProfileSymbol(p.Name), TemplateSpace, "role of the profile", p.Name, p.Pos})
		}
	}
	return c.list
}

type symbolCollector struct {
	list     []Symbol
	of       *ir.Common
	storages map[[2]string]bool // function and storage: one permission serves all triggers between them
}

func (c *symbolCollector) add(name, what string) {
	c.list = append(c.list, Symbol{name, TemplateSpace, what, c.of.ID, c.of.Pos})
}

func (c *symbolCollector) output(name string) {
	c.list = append(c.list, Symbol{name, OutputSpace, "output", c.of.ID, c.of.Pos})
}

func (c *symbolCollector) Storage(r *ir.Storage) {
	c.add(BucketPolicySymbol(r.ID), "bucket policy")
	c.output(BucketOutput(r.ID))
}

func (c *symbolCollector) Kv(r *ir.Kv) { c.output(TableOutput(r.ID)) }

func (c *symbolCollector) Queue(r *ir.Queue) {
	c.add(DeadLetterSymbol(r.ID), "dead-letter queue")
	c.add(QueuePolicySymbol(r.ID), "queue policy")
	c.output(QueueURLOutput(r.ID))
}

func (c *symbolCollector) Vault(r *ir.Vault) { c.output(VaultPathOutput(r.ID)) }

func (c *symbolCollector) ArtifactRegistry(r *ir.ArtifactRegistry) {
	c.output(RepositoryOutput(r.ID))
}

func (c *symbolCollector) Function(f *ir.Function) {
	if f.Code.Form() == ir.Zip {
		c.add(CodeBucketParameter(f.ID), "parameter")
		c.add(CodeKeyParameter(f.ID), "parameter")
	} else {
		c.add(ImageParameter(f.ID), "parameter")
	}
	c.add(LogsSymbol(f.ID), "log group")
	c.output(FunctionOutput(f.ID))
	if f.Ingress == ir.Public {
		c.add(URLSymbol(f.ID), "URL")
		c.add(URLPermissionSymbol(f.ID), "permission")
		c.add(URLInvokePermissionSymbol(f.ID), "permission")
		c.output(URLOutput(f.ID))
	}
	schedules := false
	for _, t := range f.Triggers {
		switch t := t.(type) {
		case *ir.QueueTrigger:
			c.add(QueueTriggerSymbol(f.ID, t.Queue.ID), "queue trigger")
		case *ir.StorageTrigger:
			if pair := [2]string{f.ID, t.Storage.ID}; !c.storages[pair] {
				c.storages[pair] = true
				c.add(StorageTriggerSymbol(f.ID, t.Storage.ID), "storage trigger")
			}
		case *ir.ScheduleTrigger:
			schedules = true
			c.add(ScheduleSymbol(f.ID, t.Index), "schedule")
		}
	}
	if schedules {
		c.add(CronRoleSymbol(f.ID), "role of the schedules")
	}
}
