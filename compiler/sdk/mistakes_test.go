package sdk

import (
	"slices"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestTriggersAndLinksKeepTheirNumbers(t *testing.T) {
	r := recordingOf(t)
	jobs := r.build(r.new("Queue", "jobs"))
	data := r.build(r.new("Storage", "data"))
	o := r.new("Function", "api")
	schedule := func(cron string) Value { return record(f("type", text("schedule")), f("cron", text(cron))) }
	r.call(o, "trigger", schedule("1 * * * *")).call(o, "trigger", num(1)).call(o, "trigger", schedule("2 * * * *"))
	r.call(o, "link", handle(jobs)).call(o, "link", text("x")).call(o, "link", handle(data))
	fn := o.resource.(*ir.Function)
	if len(fn.Triggers) != 2 || fn.Triggers[1].Path() != "triggers[2]" || fn.Triggers[1].(*ir.ScheduleTrigger).Index != 1 {
		t.Errorf("triggers: %v", fn.Triggers)
	}
	if want := []ir.Ref{{Kind: ir.KindQueue, ID: "jobs"}, {}, {Kind: ir.KindStorage, ID: "data"}}; !slices.Equal(fn.Links, want) {
		t.Errorf("links: %v", fn.Links)
	}
	if fn.Places["links[2]"].Line != 11 || fn.Places["triggers[2].cron"].Line != 8 {
		t.Errorf("places: %v", fn.Places)
	}
	if !r.Spoiled("resources.api.triggers[1]") || r.Spoiled("resources.api.triggers") != true || r.Spoiled("resources.api.triggers[2]") || r.Spoiled("") {
		t.Errorf("spoiled: %v", r.spoiled)
	}
}

func TestElementsKeepTheirNumbers(t *testing.T) {
	r := recordingOf(t)
	o := r.new("Storage", "data")
	rule := func(days float64) Value { return record(f("days", num(days))) }
	r.call(o, "lifecycleRules", array(rule(1), text("x"), record(), rule(2)))
	rules := o.resource.(*ir.Storage).LifecycleRules
	if len(rules) != 4 || rules[3].Days != 2 || rules[1] == rules[2] {
		t.Errorf("rules: %v", rules)
	}
	a := r.new("ArtifactRegistry", "images")
	r.call(a, "replicationRegions", array(num(1), text("eu-west-1")))
	if regions := a.resource.(*ir.ArtifactRegistry).ReplicationRegions; !slices.Equal(regions, []string{"", "eu-west-1"}) {
		t.Errorf("regions: %q", regions)
	}
}

func TestSpoiled(t *testing.T) {
	r := recordingOf(t)
	r.call(r.new("Storage", "data"), "lifecycleRules", array(num(1), record(f("days", text("x")))))
	for path, want := range map[string]bool{
		"resources.data.lifecycleRules":         true,
		"resources.data.lifecycleRules[0].days": true,
		"resources.data.lifecycleRules[1].days": true,
		"resources.data.lifecycleRules[1]":      true,
		"resources.data.lifecycleRules[2]":      false,
		"resources.data.lifecycle":              false,
		"resources.data":                        false,
		"resources":                             true,
		"":                                      false,
	} {
		if got := r.Spoiled(path); got != want {
			t.Errorf("%q: got %v", path, got)
		}
	}
}

// A misspelt key is one mistake, not a key too many and one too few.
func TestMisspeltKeys(t *testing.T) {
	r := recordingOf(t)
	r.call(r.new("Storage", "data"), "lifecycleRules", array(
		record(f("dayz", num(3))),
		record(f("days", num(3)), f("dayz", num(3))),
		record(f("other", num(3))),
	))
	r.call(r.new("Stack", "app"), "permissions", record(f("profiles", record()), f("management", record(f("extent", record())))))
	want := []string{
		`unknown-option: unknown key "dayz" in lifecycleRules[0]`,
		`unknown-option: unknown key "dayz" in lifecycleRules[1]`,
		`unknown-option: unknown key "other" in lifecycleRules[2]`,
		`wrong-argument-type: lifecycleRules[2].days expects an integer, got undefined`,
		`unknown-option: unknown key "extent" in permissions.management`,
	}
	if got := r.messages(); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What is not built is in no stack either; that is not said again.
func TestUnbuiltIsSaidOnce(t *testing.T) {
	r := recordingOf(t)
	api := r.new("Function", "api")
	r.call(api, "link", handle(r.new("Kv", "loose")))
	late := r.new("Kv", "late")
	r.build(late)
	r.call(api, "link", handle(late))
	ref := func(o *Object) Value {
		got := r.Ref(o, r.line)
		return record(f("type", text("queue")), f("queue", record(f("type", text(string(got.Kind))), f("id", text(got.ID)))))
	}
	r.call(api, "trigger", ref(r.new("Queue", "jobs")))
	for path, want := range map[string]bool{
		"resources.api.links[0]": true, "resources.api.links[1]": false, "resources.api.triggers[0].queue": true,
	} {
		if got := r.Spoiled(path); got != want {
			t.Errorf("%s: got %v", path, got)
		}
	}
}

func TestPlaceOfTheID(t *testing.T) {
	r := recordingOf(t)
	data, app := r.new("Storage", "data"), r.new("Stack", "app")
	if got := data.resource.Info().At("id"); got.Line != 1 {
		t.Errorf("resource: %v", got)
	}
	if got := app.stack.Places["id"]; got.Line != 2 {
		t.Errorf("stack: %v", got)
	}
}
