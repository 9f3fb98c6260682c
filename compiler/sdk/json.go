package sdk

import (
	"bytes"
	"encoding/json"

	"github.com/alienc/alienc/compiler/ir"
)

// StackJSON writes a stack as the document that .build() stands for in the
// public package: indented JSON with a fixed order of keys, and no places.
func StackJSON(s *ir.Stack) ([]byte, error) {
	doc := members{{"id", s.ID}}
	resources := make(members, 0, len(s.Resources))
	for _, r := range s.Resources {
		var c configurer
		r.Visit(&c)
		resources = append(resources, member{r.Info().ID, members{
			{"config", append(members{{"type", r.Kind()}, {"id", r.Info().ID}}, c.config...)},
			{"lifecycle", r.Info().Lifecycle},
			{"dependencies", []string{}},
		}})
	}
	doc = append(doc, member{"resources", resources})
	if s.HasPermissions {
		doc = append(doc, member{"permissions", permissionsJSON(s)})
	}
	if s.Platforms != nil {
		doc = append(doc, member{"supportedPlatforms", s.Platforms})
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(doc)
	return out.Bytes(), err
}

// members is a JSON object whose keys keep their order.
type members []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order; of two with one name the
// later one counts, at the place of the first.
func (m members) MarshalJSON() ([]byte, error) {
	last := make(map[string]any, len(m))
	for _, one := range m {
		last[one.name] = one.value
	}
	var out bytes.Buffer
	out.WriteByte('{')
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, one := range m {
		value, ok := last[one.name]
		if !ok {
			continue
		}
		delete(last, one.name)
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		if err := enc.Encode(one.name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := enc.Encode(value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// configurer gives what a kind's config holds besides its type and id.
type configurer struct{ config members }

func (c *configurer) Kv(*ir.Kv)       {}
func (c *configurer) Queue(*ir.Queue) {}
func (c *configurer) Vault(*ir.Vault) {}

func (c *configurer) Storage(s *ir.Storage) {
	c.config = members{{"publicRead", s.PublicRead}, {"versioning", s.Versioning}, {"lifecycleRules", s.LifecycleRules}}
}

func (c *configurer) ArtifactRegistry(a *ir.ArtifactRegistry) {
	if a.ReplicationRegions != nil {
		c.config = members{{"replicationRegions", a.ReplicationRegions}}
	}
}

func (c *configurer) Function(f *ir.Function) {
	c.config = members{
		{"code", codeJSON(f.Code)},
		{"memoryMb", f.Memory},
		{"timeoutSeconds", f.Timeout},
		{"environment", variablesJSON(f.Environment)},
		{"ingress", f.Ingress},
		{"commandsEnabled", f.Commands},
	}
	if f.Concurrency != nil {
		c.config = append(c.config, member{"concurrencyLimit", *f.Concurrency})
	}
	if f.Probe != nil {
		c.config = append(c.config, member{"readinessProbe", f.Probe})
	}
	c.config = append(c.config, member{"links", f.Links}, member{"triggers", triggersJSON(f.Triggers)}, member{"permissions", f.Profile})
}

func codeJSON(c ir.Code) members {
	if c.Source == nil {
		return members{{"type", "image"}, {"image", c.Image}}
	}
	chain := members{{"type", c.Source.Toolchain}}
	chain = chain.text("binaryName", c.Source.Binary).text("dockerfile", c.Source.Dockerfile)
	if len(c.Source.BuildArgs) > 0 {
		chain = append(chain, member{"buildArgs", variablesJSON(c.Source.BuildArgs)})
	}
	return members{{"type", "source"}, {"src", c.Source.Dir}, {"toolchain", chain.text("target", c.Source.Target)}}
}

// text adds a string unless it is empty.
func (m members) text(name, value string) members {
	if value == "" {
		return m
	}
	return append(m, member{name, value})
}

// list adds a list unless there is none.
func (m members) list(name string, values []string) members {
	if values == nil {
		return m
	}
	return append(m, member{name, values})
}

func variablesJSON(list []ir.Variable) members {
	m := make(members, 0, len(list))
	for _, v := range list {
		m = append(m, member{v.Name, v.Value})
	}
	return m
}

// triggersJSON drops the index of schedules, which is alienc's own count.
func triggersJSON(list []ir.Trigger) []any {
	out := make([]any, 0, len(list))
	for _, t := range list {
		if schedule, ok := t.(*ir.ScheduleTrigger); ok {
			out = append(out, members{{"type", "schedule"}, {"cron", schedule.Cron}})
			continue
		}
		out = append(out, t)
	}
	return out
}

func permissionsJSON(s *ir.Stack) members {
	profiles := make(members, 0, len(s.Profiles))
	for _, p := range s.Profiles {
		profiles = append(profiles, member{p.Name, bodyJSON(p.Grants)})
	}
	var management any = s.Management.Mode
	if s.Management.Mode != ir.ManagementAuto {
		management = members{{string(s.Management.Mode), bodyJSON(s.Management.Grants)}}
	}
	return members{{"profiles", profiles}, {"management", management}}
}

func bodyJSON(grants []ir.Keyed) members {
	body := make(members, 0, len(grants))
	for _, k := range grants {
		sets := make([]any, 0, len(k.Sets))
		for _, u := range k.Sets {
			if u.Custom != nil {
				sets = append(sets, customJSON(u.ID, u.Custom))
			} else {
				sets = append(sets, u.ID)
			}
		}
		body = append(body, member{k.Key, sets})
	}
	return body
}

func customJSON(id string, c *ir.CustomSet) members {
	var platforms members
	if c.AWS != nil {
		platforms = append(platforms, member{"aws", awsJSON(c.AWS)})
	}
	if c.GCP != nil {
		platforms = append(platforms, member{"gcp", gcpJSON(c.GCP)})
	}
	if c.Azure != nil {
		platforms = append(platforms, member{"azure", azureJSON(c.Azure)})
	}
	return members{{"id", id}, {"description", c.Description}, {"platforms", platforms}}
}

func awsJSON(rules []ir.AWSRule) []any {
	scope := func(b *ir.AWSBinding) members {
		m := members{{"resources", b.Resources}}
		var operators members
		for _, c := range b.Condition {
			if n := len(operators); n == 0 || operators[n-1].name != c.Operator {
				operators = append(operators, member{c.Operator, members{}})
			}
			var value any = c.Values
			if len(c.Values) == 1 {
				value = c.Values[0]
			}
			last := &operators[len(operators)-1]
			last.value = append(last.value.(members), member{c.Key, value})
		}
		if operators != nil {
			m = append(m, member{"condition", operators})
		}
		return m
	}
	out := make([]any, 0, len(rules))
	for _, r := range rules {
		m := members{{"effect", r.Effect}}.text("label", r.Label).text("description", r.Description)
		out = append(out, append(m, member{"grant", members{{"actions", r.Actions}}}, bindingJSON(r.Stack, r.Resource, scope)))
	}
	return out
}

func gcpJSON(rules []ir.GCPRule) []any {
	scope := func(b *ir.GCPBinding) members {
		m := members{{"scope", b.Scope}}
		if b.Condition != nil {
			m = append(m, member{"condition", b.Condition})
		}
		return m
	}
	out := make([]any, 0, len(rules))
	for _, r := range rules {
		grant := members(nil).list("permissions", r.Permissions).list("predefinedRoles", r.PredefinedRoles).list("residualPermissions", r.Residual)
		m := members(nil).text("label", r.Label).text("description", r.Description)
		out = append(out, append(m, member{"grant", grant}, bindingJSON(r.Stack, r.Resource, scope)))
	}
	return out
}

func azureJSON(rules []ir.AzureRule) []any {
	scope := func(b *ir.AzureBinding) members { return members{{"scope", b.Scope}} }
	out := make([]any, 0, len(rules))
	for _, r := range rules {
		grant := members(nil).list("actions", r.Actions).list("dataActions", r.DataActions).list("predefinedRoles", r.PredefinedRoles)
		m := members(nil).text("label", r.Label).text("description", r.Description)
		out = append(out, append(m, member{"grant", grant}, bindingJSON(r.Stack, r.Resource, scope)))
	}
	return out
}

func bindingJSON[B any](stack, resource *B, scope func(*B) members) member {
	var m members
	if stack != nil {
		m = append(m, member{"stack", scope(stack)})
	}
	if resource != nil {
		m = append(m, member{"resource", scope(resource)})
	}
	return member{"binding", m}
}
