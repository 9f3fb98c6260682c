package aws

import (
	"encoding/json"
	"sort"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Variable is an environment variable of a function.
type Variable struct {
	Name  string
	Value cloud.Text
}

// Environment lists the environment variables of a function, sorted by name:
// what the runtime of the language expects, a binding for the function itself
// and for each resource that it links, and the author's own.
func Environment(s *ir.Stack, f *ir.Function) []Variable {
	list := []Variable{
		{"ALIEN_CURRENT_FUNCTION_BINDING_NAME", cloud.Lit(f.ID)},
		{"ALIEN_CURRENT_WORKER_BINDING_NAME", cloud.Lit(f.ID)},
		{"ALIEN_DEPLOYMENT_TYPE", cloud.Lit("aws")},
		{"ALIEN_LAMBDA_MODE", cloud.Lit("buffered")},
		{"ALIEN_RESOURCE_ID", cloud.Lit(f.ID)},
		{"ALIEN_TRANSPORT", cloud.Lit("lambda")},
		{"AWS_ACCOUNT_ID", cloud.Concat(Account)},
		{BindingName(f.ID), lambdaBinding(f.ID, nil)},
	}
	for _, link := range f.Links {
		if r := s.Resource(link.ID); r != nil && link.ID != f.ID {
			var b binding
			r.Visit(&b)
			list = append(list, Variable{BindingName(link.ID), b.value})
		}
	}
	for _, v := range f.Environment {
		list = append(list, Variable{v.Name, cloud.Lit(v.Value)})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// BindingName is the name of the variable that tells a function where a linked
// resource is.
func BindingName(id string) string {
	return "ALIEN_" + strings.ToUpper(strings.ReplaceAll(id, "-", "_")) + "_BINDING"
}

// binding makes the wire form of a link. Its shapes and the order of its keys
// are fixed by the runtimes that read it. Names are computed rather than
// referenced: a reference to the bucket that triggers a function would be a
// cycle.
type binding struct{ value cloud.Text }

func (b *binding) Storage(r *ir.Storage) {
	b.value = object("s3", field{"bucketName", BucketName(r.ID)})
}

func (b *binding) Kv(r *ir.Kv) {
	b.value = object("dynamodb", field{"tableName", TableName(r.ID)}, field{"region", cloud.Concat(Region)})
}

func (b *binding) Queue(r *ir.Queue) {
	b.value = object("sqs", field{"queueUrl", cloud.Concat("https://sqs.", Region, ".", URLSuffix, "/", Account, "/", QueueName(r.ID))})
}

func (b *binding) Vault(r *ir.Vault) {
	b.value = object("parameter-store", field{"vaultPrefix", secretPrefix(r.ID)})
}

// secretPrefix is what a runtime puts "-" and a key behind. It ends in a part
// that no id can contain.
func secretPrefix(vault string) cloud.Text { return cloud.Concat(VaultPath(vault), "/secret") }

// SecretName is the name of the parameter with the value of a key of the vault
// with that id, as every runtime computes it.
func SecretName(vault, key string) cloud.Text { return cloud.Concat(secretPrefix(vault), "-", key) }

func (b *binding) ArtifactRegistry(r *ir.ArtifactRegistry) {
	b.value = object("ecr", field{"repositoryPrefix", RepositoryName(r.ID)})
}

// The URL of another function is known only once that function exists. Links
// have no cycles, so neither has this reference; a function's own URL, which
// needs the function first, is never in its environment.
func (b *binding) Function(f *ir.Function) {
	var url cloud.Text
	if f.Ingress == ir.Public {
		url = cloud.Concat(cloud.Var(URLSymbol(f.ID) + ".FunctionUrl"))
	}
	b.value = lambdaBinding(f.ID, url)
}

func lambdaBinding(id string, url cloud.Text) cloud.Text {
	fields := []field{{"functionName", FunctionName(id)}, {"region", cloud.Concat(Region)}}
	if url != nil {
		fields = append(fields, field{"url", url})
	}
	return object("lambda", fields...)
}

type field struct {
	name  string
	value cloud.Text
}

// object writes a JSON object whose values are texts, the service first.
func object(service string, fields ...field) cloud.Text {
	out := cloud.Concat(`{"service":`, quoted(service))
	for _, f := range fields {
		out = cloud.Concat(out, ",", quoted(f.name), `:"`, escaped(f.value), `"`)
	}
	return cloud.Concat(out, "}")
}

// quoted writes a JSON string.
func quoted(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // encoding/json takes every string
	}
	return string(data)
}

// escaped writes the inside of a JSON string; variables are names and numbers
// of AWS, which need no escape.
func escaped(t cloud.Text) cloud.Text {
	var out cloud.Text
	for _, s := range t {
		if s.Var != "" {
			out = cloud.Concat(out, s.Var)
			continue
		}
		q := quoted(s.Lit)
		out = cloud.Concat(out, q[1:len(q)-1])
	}
	return out
}
