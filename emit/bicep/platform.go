package bicep

import (
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/emit/bicep/syntax"
)

// logRetention is for how many days log lines are kept.
const logRetention = 30

// consumption is the plan that is paid by use.
const consumption = syntax.Str("Consumption")

// platform is what all functions of a stack run in. Its logs reach the
// workspace through a diagnostic setting, since the environment itself would
// have to be given the workspace's key.
func (t *template) platform() {
	if !t.shares("environment") {
		return
	}
	t.begin("Where functions run")
	t.add(syntax.Resource{
		Remarks:  []string{"The logs of all functions."},
		Symbol:   syntax.Symbol(azure.WorkspaceSymbol),
		Type:     azure.WorkspaceType,
		Name:     text(azure.WorkspaceName(t.stack.ID)),
		Location: location,
		Tags:     stackTags,
		Properties: syntax.Object{
			syntax.F("features", syntax.Object{
				// The key writes log lines and reads none.
				syntax.F("disableLocalAuth", syntax.Bool(false)),
				syntax.F("enableLogAccessUsingOnlyResourcePermissions", syntax.Bool(true)),
			}),
			syntax.F("retentionInDays", syntax.Int(logRetention)),
			syntax.F("sku", syntax.Object{syntax.F("name", syntax.Str("PerGB2018"))}),
		},
	})
	t.add(syntax.Resource{
		Remarks:  []string{"The environment. Traffic inside it is encrypted."},
		Symbol:   syntax.Symbol(azure.EnvironmentSymbol),
		Type:     azure.EnvironmentType,
		Name:     text(azure.EnvironmentName(t.stack.ID)),
		Location: location,
		Tags:     stackTags,
		Properties: syntax.Object{
			syntax.F("appLogsConfiguration", syntax.Object{syntax.F("destination", syntax.Str("azure-monitor"))}),
			syntax.F("peerTrafficConfiguration", syntax.Object{
				syntax.F("encryption", syntax.Object{syntax.F("enabled", syntax.Bool(true))}),
			}),
			syntax.F("workloadProfiles", syntax.Lines{syntax.Object{
				syntax.F("name", consumption),
				syntax.F("workloadProfileType", consumption),
			}}),
		},
	})
	t.add(syntax.Resource{
		Symbol: syntax.Symbol(azure.EnvironmentLogsSymbol),
		Type:   azure.DiagnosticSettingType,
		Scope:  syntax.Symbol(azure.EnvironmentSymbol),
		Name:   syntax.Str(azure.DiagnosticSettingName),
		Properties: syntax.Object{
			syntax.F("logs", syntax.Lines{syntax.Object{
				syntax.F("categoryGroup", syntax.Str("allLogs")),
				syntax.F("enabled", syntax.Bool(true)),
			}}),
			syntax.F("workspaceId", idOf(azure.WorkspaceSymbol)),
		},
	})
}
