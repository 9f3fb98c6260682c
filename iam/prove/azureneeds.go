package prove

import (
	"fmt"
	"strings"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/cloud/azure"
	"github.com/alienc/alienc/compiler/ir"
)

// azureNeed is what Azure asks for a type of resource beside reading and
// writing it. Source: the permissions that Azure's documentation lists for a
// service, and the errors that it gives without them.
type azureNeed struct {
	also   string // at each deployment
	keeps  bool   // whether it holds state, or guards what does: nothing deletes it
	parent bool   // whether it goes with what it is in
}

// Rights on what something refers to.
const (
	assigning = " Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"
	joining   = " Microsoft.App/managedEnvironments/join/action"
)

// azureNeeds holds the types that a template may have.
var azureNeeds = map[string]azureNeed{
	azure.AccountType:           {keeps: true},
	azure.BlobServiceType:       {keeps: true},
	azure.ContainerType:         {keeps: true},
	azure.ManagementPolicyType:  {keeps: true},
	azure.TableServiceType:      {keeps: true},
	azure.TableType:             {keeps: true},
	azure.NamespaceType:         {},
	azure.QueueType:             {parent: true},
	azure.VaultType:             {keeps: true},
	azure.RegistryType:          {keeps: true},
	azure.LockType:              {keeps: true},
	azure.RoleAssignmentType:    {parent: true},
	azure.IdentityType:          {},
	azure.EnvironmentType:       {},
	azure.WorkspaceType:         {},
	azure.AppType:               {also: assigning + joining},
	azure.JobType:               {also: assigning + joining},
	azure.TopicType:             {also: assigning},
	azure.SubscriptionType:      {also: "Microsoft.EventGrid/eventSubscriptions/read Microsoft.EventGrid/eventSubscriptions/write", parent: true},
	azure.DiagnosticSettingType: {also: "Microsoft.OperationalInsights/workspaces/read Microsoft.OperationalInsights/workspaces/sharedKeys/action"},
}

// deploying is what a deployment to a resource group takes.
const deploying = `Microsoft.Resources/deployments/read Microsoft.Resources/deployments/write
	Microsoft.Resources/deployments/validate/action Microsoft.Resources/deployments/whatIf/action
	Microsoft.Resources/deployments/cancel/action Microsoft.Resources/deployments/operations/read
	Microsoft.Resources/deployments/operationstatuses/read Microsoft.Resources/subscriptions/resourceGroups/read`

// azureTakes lists the actions that creating and updating the parts of a
// template take, and those that deleting takes what holds no state; each with
// what it is for. What nobody here knows is an error.
func azureTakes(s *ir.Stack, parts []cloud.Part) (create, remove map[string]string, problems []string) {
	create, remove = map[string]string{}, map[string]string{}
	add := func(to map[string]string, actions, part string) {
		for name := range strings.FieldsSeq(actions) {
			if to[name] == "" {
				to[name] = part
			}
		}
	}
	add(create, deploying, "a deployment")
	for _, part := range parts {
		need, ok := azureNeeds[part.Type]
		if !ok {
			problems = append(problems, fmt.Sprintf("nobody knows what a %s needs", part.Type))
			continue
		}
		add(create, part.Type+"/read "+part.Type+"/write "+need.also, part.Name)
		if !need.keeps && !need.parent && !(part.Type == azure.NamespaceType && azure.HoldsMessages(s)) {
			add(remove, part.Type+"/read "+part.Type+"/delete", part.Name)
		}
	}
	return create, remove, problems
}
