package deploy

import (
	"fmt"

	"github.com/alienc/alienc/cloud/aws"
	"github.com/alienc/alienc/compiler/ir"
	"github.com/alienc/alienc/iam"
)

// tearDown writes how the stack is removed, what stays, and how that is
// deleted.
func (p *awsPage) tearDown() {
	p.heading("12. Tear down")
	left := kept{awsPage: p}
	for _, r := range p.stack.Resources {
		r.Visit(&left)
	}
	p.removeStack()
	p.subheading("What stays")
	if len(left.rows) == 0 {
		p.text("Nothing in this stack holds data, so nothing stays.")
	} else {
		p.text("Deleting the stack never deletes data. This is left, and goes on costing what it costs:")
		p.table([]string{"What", "Name", "Of"}, left.rows)
		p.subheading("Delete the data for ever")
		p.facts("an identity that may delete these; neither setup nor teardown may.", "the data is gone.",
			"there is none, except a backup that you took before.")
		for _, d := range left.deletions {
			p.text(d.title)
			p.sh(d.commands...)
		}
	}
	p.removeRest()
	if len(left.rows) > 0 {
		p.subheading("Install again")
		p.text("A new deployment with the same prefix meets the names of what stayed and fails with " + code("already exists") + "." +
			" To take the data back into the stack, create it with a change set that imports: " + code("aws cloudformation create-change-set") +
			" with " + code("--change-set-type CREATE --import-existing-resources") + ", then " + code("aws cloudformation execute-change-set") +
			". Otherwise delete what stayed, or choose another prefix.")
	}
}

// removeStack writes how the stack itself is deleted.
func (p *awsPage) removeStack() {
	p.facts(
		"setup lent (section 3), and beside it the policies of teardown, which this attaches"+p.together()+".",
		"deletes the stack with its functions, roles, schedules and logs. What holds data stays.",
		"install again, as below.")
	p.sh(p.makePolicies(p.in.TeardownFiles, installerRole)...)
	p.sh(
		command("aws", "cloudformation", "delete-stack", "--stack-name", p.d.StackName),
		command("aws", "cloudformation", "wait", "stack-delete-complete", "--stack-name", p.d.StackName))
	p.text("Take both back, setup as in section 6:")
	p.sh(p.removePolicies(p.in.TeardownFiles, installerRole)...)
	if p.in.SetupRoleBytes > 0 {
		p.text("If CloudFormation deployed the stack with a role, it deletes with that role too, which cannot delete." +
			" Give " + code("delete-stack") + " another one with " + code("--role-arn") + ": a role for CloudFormation that may delete what the stack has.")
	}
}

// together warns of more policies on one role than AWS lets one have.
func (p *awsPage) together() string {
	n := len(p.in.SetupFiles) + len(p.in.TeardownFiles)
	if n <= iam.RolePoliciesLimit {
		return ""
	}
	return fmt.Sprintf(". Together they are %d, and the usual quota is %d of them a role: ask Service Quotas for more before", n, iam.RolePoliciesLimit)
}

// removeRest writes how to delete what the page itself has made.
func (p *awsPage) removeRest() {
	var list []string
	bucket := func(name string) {
		list = append(list, command("aws", "s3", "rm", "s3://"+name, "--recursive"), command("aws", "s3", "rb", "s3://"+name))
	}
	if len(p.functions(ir.Zip)) > 0 {
		bucket(p.d.CodeBucket)
	}
	for _, f := range p.functions(ir.Image) {
		list = append(list, command("aws", "ecr", "delete-repository", "--repository-name", repository(p.d, f), "--force"))
	}
	if p.needsTemplateBucket() {
		bucket(templateBucket)
	}
	if len(list) == 0 {
		return
	}
	p.subheading("Delete what this page has made beside the stack")
	p.text("Only if nothing else uses it:")
	p.sh(list...)
}

// kept collects what outlives the stack.
type kept struct {
	*awsPage
	rows      [][]string
	deletions []deletion
}

type deletion struct {
	title    string
	commands []string
}

var _ ir.Visitor = (*kept)(nil)

func (k *kept) add(what, name string, r *ir.Common) {
	k.rows = append(k.rows, []string{what, code(name), code(r.ID)})
}

func (k *kept) remove(title string, commands ...string) {
	k.deletions = append(k.deletions, deletion{title, commands})
}

// versions is the command that deletes up to 1,000 old versions of objects, or
// marks of deleted ones.
func versions(bucket, list string) string {
	return command("aws", "s3api", "delete-objects", "--bucket", bucket, "--delete") + " " +
		answer(command("aws", "s3api", "list-object-versions", "--bucket", bucket, "--max-items", "1000",
			"--query", "{Objects: "+list+"[].{Key: Key, VersionId: VersionId}}", "--output", "json"))
}

// Storage leaves its bucket with the bucket's policy.
func (k *kept) Storage(r *ir.Storage) {
	name := k.name(aws.BucketName(r.ID))
	k.add("bucket, with its policy", name, &r.Common)
	title := "The bucket of " + code(r.ID) + ":"
	commands := []string{command("aws", "s3", "rm", "s3://"+name, "--recursive")}
	if r.Versioning {
		title = "The bucket of " + code(r.ID) + ", which keeps old versions. The second and third command delete up to 1,000 at a time: repeat each until it fails because nothing is left:"
		commands = append(commands, versions(name, "Versions"), versions(name, "DeleteMarkers"))
	}
	k.remove(title, append(commands, command("aws", "s3", "rb", "s3://"+name))...)
}

// Kv leaves its table, which is protected.
func (k *kept) Kv(r *ir.Kv) {
	name := k.name(aws.TableName(r.ID))
	k.add("table", name, &r.Common)
	k.remove("The table of "+code(r.ID)+", which is protected against deletion:",
		command("aws", "dynamodb", "update-table", "--table-name", name, "--no-deletion-protection-enabled"),
		command("aws", "dynamodb", "wait", "table-exists", "--table-name", name),
		command("aws", "dynamodb", "delete-table", "--table-name", name),
		command("aws", "dynamodb", "wait", "table-not-exists", "--table-name", name))
}

// Queue leaves both queues.
func (k *kept) Queue(r *ir.Queue) {
	var commands []string
	for _, q := range []struct{ what, name string }{
		{"queue, with its policy", k.name(aws.QueueName(r.ID))},
		{"dead-letter queue", k.name(aws.DeadLetterName(r.ID))},
	} {
		k.add(q.what, q.name, &r.Common)
		commands = append(commands, command("aws", "sqs", "delete-queue", "--queue-url")+" "+
			answer(command("aws", "sqs", "get-queue-url", "--queue-name", q.name, "--query", "QueueUrl", "--output", "text")))
	}
	k.remove("The queues of "+code(r.ID)+":", commands...)
}

// Vault leaves its marker, and the values were never the stack's.
func (k *kept) Vault(r *ir.Vault) {
	k.add("parameter that marks the vault", k.name(aws.MarkerName(r.ID)), &r.Common)
	k.add("secrets", k.secretPath(r), &r.Common)
	k.remove("The vault "+code(r.ID)+". Delete each secret that the first command lists as in section 7, then the marker:",
		k.listVault(r),
		command("aws", "ssm", "delete-parameter", "--name", k.name(aws.MarkerName(r.ID))))
}

// ArtifactRegistry leaves its repository.
func (k *kept) ArtifactRegistry(r *ir.ArtifactRegistry) {
	name := k.name(aws.RepositoryName(r.ID))
	k.add("repository, with its images", name, &r.Common)
	k.remove("The repository of "+code(r.ID)+":", command("aws", "ecr", "delete-repository", "--repository-name", name, "--force"))
}

// Function leaves nothing.
func (k *kept) Function(*ir.Function) {}
