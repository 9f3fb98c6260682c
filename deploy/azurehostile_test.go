package deploy

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

// azureStack has everything whose name reaches the page.
func azureStack(name string) Input {
	common := func(id string) ir.Common { return ir.Common{ID: id + name, Lifecycle: ir.Live} }
	storage := &ir.Storage{Common: common("s")}
	queue := &ir.Queue{Common: common("q")}
	profile := "p" + name
	s := &ir.Stack{
		ID: name, Management: &ir.Management{}, Profiles: []*ir.Profile{{Name: profile}},
		Resources: []ir.Resource{
			storage, &ir.Kv{Common: common("k")}, queue, &ir.Vault{Common: common("v")}, &ir.ArtifactRegistry{Common: common("r")},
			&ir.Function{Common: common("z"), Profile: profile, Code: ir.Code{Source: &ir.Source{Dir: name, Toolchain: ir.ToolchainTypeScript}}, Triggers: []ir.Trigger{
				&ir.StorageTrigger{Storage: ir.RefTo(storage), Events: []ir.StorageEvent{ir.ObjectCreated}}, &ir.ScheduleTrigger{Cron: "0 3 * * *"},
			}},
			&ir.Function{Common: common("i"), Profile: profile, Code: ir.Code{Image: name + "@sha256:" + name}},
		},
	}
	return Input{Stack: s.Seal(), Azure: &Azure{Teardown: true, Management: true}}
}

func TestAzureHostile(t *testing.T) { harmless(t, azureStack) }
