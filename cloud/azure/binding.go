package azure

import (
	"sort"
	"strconv"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// Variable is an environment variable of a container. Its value is a JSON
// object where Object has fields, and the text otherwise.
type Variable struct {
	Name   string
	Value  cloud.Text
	Object []Field // in the order of the wire format
}

// Field is a key of a JSON object with its value, a string.
type Field struct {
	Name  string
	Value cloud.Text
}

// Environment lists the environment variables of a function's container app,
// sorted by name: what the runtime of the language and the delivery adapter
// expect, a binding for the function itself and for each resource that it
// links, and the author's own.
func Environment(s *ir.Stack, f *ir.Function) []Variable {
	list := common(s, f)
	if f.Commands {
		list = append(list, text("ALIEN_COMMANDS_QUEUE", queueAddress(CommandsSymbol(f.ID))))
	}
	var queues cloud.Text
	for _, source := range Sources(s, f) {
		if queues != nil {
			queues = cloud.Concat(queues, ",")
		}
		queues = cloud.Concat(queues, string(source.Kind), ":", queueAddress(source.Symbol))
	}
	if queues != nil {
		list = append(list, text("ALIEN_TRIGGER_QUEUES", queues))
	}
	return byName(list)
}

// JobEnvironment lists the environment variables of the job of a function's
// schedule with that index. It runs for one event, which the variable
// ALIEN_TRIGGER names, and receives from no queue.
func JobEnvironment(s *ir.Stack, f *ir.Function, index int) []Variable {
	return byName(append(common(s, f), text("ALIEN_TRIGGER", cloud.Lit("cron:"+strconv.Itoa(index)))))
}

// common gives what the app and the jobs of a function share.
func common(s *ir.Stack, f *ir.Function) []Variable {
	list := []Variable{
		text("ALIEN_CURRENT_FUNCTION_BINDING_NAME", cloud.Lit(f.ID)),
		text("ALIEN_CURRENT_WORKER_BINDING_NAME", cloud.Lit(f.ID)),
		text("ALIEN_DEPLOYMENT_TYPE", cloud.Lit("azure")),
		text("ALIEN_RESOURCE_ID", cloud.Lit(f.ID)),
		text("ALIEN_TIMEOUT_SECONDS", cloud.Lit(strconv.Itoa(f.Timeout))),
		text("ALIEN_TRANSPORT", cloud.Lit("container-app")),
		text("AZURE_CLIENT_ID", cloud.Concat(Attribute(ProfileSymbol(f.Profile), ClientIDProperty))),
		text("AZURE_REGION", cloud.Concat(Location)),
		text("AZURE_SUBSCRIPTION_ID", cloud.Concat(SubscriptionID)),
		text("AZURE_TENANT_ID", cloud.Concat(TenantID)),
		text("PORT", cloud.Lit(strconv.Itoa(Port))),
		{Name: BindingName(f.ID), Object: Binding(f)},
	}
	for _, link := range f.Links {
		if r := s.Resource(link.ID); r != nil && link.ID != f.ID {
			list = append(list, Variable{Name: BindingName(link.ID), Object: Binding(r)})
		}
	}
	for _, v := range f.Environment {
		list = append(list, text(v.Name, cloud.Lit(v.Value)))
	}
	return list
}

func text(name string, value cloud.Text) Variable { return Variable{Name: name, Value: value} }

func byName(list []Variable) []Variable {
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// BindingName is the name of the variable that tells a function where a linked
// resource is.
func BindingName(id string) string {
	return "ALIEN_" + strings.ToUpper(strings.ReplaceAll(id, "-", "_")) + "_BINDING"
}

// nameOf is the name of a resource of the template. It is referred to rather
// than computed, so that Azure makes the resource first.
func nameOf(symbol string) cloud.Text { return cloud.Concat(Attribute(symbol, NameProperty)) }

// queueAddress is how the delivery adapter finds a queue.
func queueAddress(symbol string) cloud.Text {
	return cloud.Concat(nameOf(NamespaceSymbol), "/", nameOf(symbol))
}

// Binding gives the wire form of a link. Its shapes and the order of its keys
// are fixed by the runtimes that read it.
func Binding(r ir.Resource) []Field {
	var b binding
	r.Visit(&b)
	return b.fields
}

type binding struct{ fields []Field }

func (b *binding) is(service string, fields ...Field) {
	b.fields = append([]Field{{"service", cloud.Lit(service)}}, fields...)
}

func (b *binding) Storage(r *ir.Storage) {
	b.is("blob", Field{"accountName", nameOf(ResourceSymbol(ir.KindStorage, r.ID))}, Field{"containerName", nameOf(ContainerSymbol(r.ID))})
}

func (b *binding) Kv(r *ir.Kv) {
	b.is("tablestorage", Field{"resourceGroupName", cloud.Concat(ResourceGroup)},
		Field{"accountName", nameOf(ResourceSymbol(ir.KindKv, r.ID))}, Field{"tableName", nameOf(TableSymbol(r.ID))})
}

func (b *binding) Queue(r *ir.Queue) {
	b.is("servicebus", Field{"namespace", nameOf(NamespaceSymbol)}, Field{"queueName", nameOf(ResourceSymbol(ir.KindQueue, r.ID))})
}

func (b *binding) Vault(r *ir.Vault) {
	b.is("key-vault", Field{"vaultName", nameOf(ResourceSymbol(ir.KindVault, r.ID))})
}

func (b *binding) ArtifactRegistry(r *ir.ArtifactRegistry) {
	b.is("acr", Field{"registryName", nameOf(ResourceSymbol(ir.KindArtifactRegistry, r.ID))}, Field{"resourceGroupName", cloud.Concat(ResourceGroup)})
}

// The addresses of a function are computed: an app cannot refer to its own,
// and its name is known. Runtimes demand the private one even where nothing
// answers there.
func (b *binding) Function(f *ir.Function) {
	b.is("containerapp",
		Field{"subscriptionId", cloud.Concat(SubscriptionID)}, Field{"resourceGroupName", cloud.Concat(ResourceGroup)},
		Field{"containerAppName", AppName(f.ID)}, Field{"privateUrl", URL(f)})
	if f.Ingress == ir.Public {
		b.fields = append(b.fields, Field{"publicUrl", URL(f)})
	}
}

// URL is the address of a function: of a public one for everybody, of any
// other inside its environment.
func URL(f *ir.Function) cloud.Text {
	between := ".internal."
	if f.Ingress == ir.Public {
		between = "."
	}
	return cloud.Concat("https://", AppName(f.ID), between, Attribute(EnvironmentSymbol, DefaultDomainProperty))
}
