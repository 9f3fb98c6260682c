package bicep_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestFunction(t *testing.T) {
	text := template(stack(function("worker")))
	same(t, resource(t, text, "functionWorker"), `
		|resource functionWorker 'Microsoft.App/containerApps@2025-07-01' = if (deployFunctions) {
		|  name: 'ca-worker'
		|  location: location
		|  identity: {
		|    type: 'UserAssigned'
		|    userAssignedIdentities: {
		|      '${profileRun.id}': {}
		|      '${pullIdentity.id}': {}
		|    }
		|  }
		|  tags: union(stackTags, { 'alien-lifecycle': 'live', 'alien-resource': 'worker' })
		|  properties: {
		|    configuration: {
		|      activeRevisionsMode: 'Single'
		|      identitySettings: [
		|        {
		|          identity: pullIdentity.id
		|          lifecycle: 'None'
		|        }
		|      ]
		|      ingress: {
		|        allowInsecure: false
		|        external: false
		|        targetPort: 8080
		|        traffic: [
		|          {
		|            latestRevision: true
		|            weight: 100
		|          }
		|        ]
		|        transport: 'auto'
		|      }
		|      registries: pullRegistries
		|    }
		|    environmentId: appsEnvironment.id
		|    template: {
		|      containers: [
		|        {
		|          env: [
		|            {
		|              name: 'ALIEN_CURRENT_FUNCTION_BINDING_NAME'
		|              value: 'worker'
		|            }
		|            {
		|              name: 'ALIEN_CURRENT_WORKER_BINDING_NAME'
		|              value: 'worker'
		|            }
		|            {
		|              name: 'ALIEN_DEPLOYMENT_TYPE'
		|              value: 'azure'
		|            }
		|            {
		|              name: 'ALIEN_RESOURCE_ID'
		|              value: 'worker'
		|            }
		|            {
		|              name: 'ALIEN_TIMEOUT_SECONDS'
		|              value: '180'
		|            }
		|            {
		|              name: 'ALIEN_TRANSPORT'
		|              value: 'container-app'
		|            }
		|            {
		|              name: 'ALIEN_WORKER_BINDING'
		|              value: string({
		|                service: 'containerapp'
		|                subscriptionId: subscription().subscriptionId
		|                resourceGroupName: resourceGroup().name
		|                containerAppName: 'ca-worker'
		|                privateUrl: 'https://ca-worker.internal.${appsEnvironment.properties.defaultDomain}'
		|              })
		|            }
		|            {
		|              name: 'AZURE_CLIENT_ID'
		|              value: profileRun.properties.clientId
		|            }
		|            {
		|              name: 'AZURE_REGION'
		|              value: location
		|            }
		|            {
		|              name: 'AZURE_SUBSCRIPTION_ID'
		|              value: subscription().subscriptionId
		|            }
		|            {
		|              name: 'AZURE_TENANT_ID'
		|              value: subscription().tenantId
		|            }
		|            {
		|              name: 'PORT'
		|              value: '8080'
		|            }
		|          ]
		|          image: functionWorkerImage
		|          name: 'worker'
		|          resources: {
		|            cpu: json('0.25')
		|            memory: '0.5Gi'
		|          }
		|        }
		|      ]
		|      scale: {
		|        maxReplicas: 10
		|        minReplicas: 0
		|        rules: [
		|          {
		|            http: {
		|              metadata: {
		|                concurrentRequests: '50'
		|              }
		|            }
		|            name: 'http'
		|          }
		|        ]
		|      }
		|      terminationGracePeriodSeconds: 180
		|    }
		|    workloadProfileName: 'Consumption'
		|  }
		|}
	`)
	lacks(t, text, "Microsoft.ServiceBus", "Microsoft.App/jobs", "uniqueSuffix", "storageRedundancy", "alien-keep", "output functionWorkerUrl")
}

func TestPublicFunction(t *testing.T) {
	f := function("api")
	f.Ingress, f.Probe = ir.Public, &ir.Probe{Method: "GET", Path: "/readyz"}
	text := template(stack(f))
	app := resource(t, text, "functionApi")
	contains(t, app, `
		|        external: true
	`)
	contains(t, app, `
		|          probes: [
		|            {
		|              httpGet: {
		|                path: '/readyz'
		|                port: 8080
		|              }
		|              initialDelaySeconds: 3
		|              type: 'Readiness'
		|            }
		|          ]
	`)
	contains(t, app, `
		|                privateUrl: 'https://ca-api.${appsEnvironment.properties.defaultDomain}'
		|                publicUrl: 'https://ca-api.${appsEnvironment.properties.defaultDomain}'
	`)
	same(t, section(t, text, "output functionApiUrl"), `
		|output functionApiUrl string = 'https://ca-api.${appsEnvironment.properties.defaultDomain}'
	`)
	f.Ingress = ir.Private
	lacks(t, resource(t, template(stack(f)), "functionApi"), "probes", "publicUrl", "external: true")
}

// TestIngress: what is called listens, and what only fetches its work does not.
func TestIngress(t *testing.T) {
	jobs := &ir.Queue{Common: common("jobs", ir.Frozen)}
	plain, triggered, commanded, scheduled := function("a"), function("b", onQueue("0", jobs)), function("c"), function("d", onCron("0", "0 3 * * *", 0))
	commanded.Commands = true
	linked, caller := function("e", onCron("0", "0 3 * * *", 0)), function("f")
	caller.Links = []ir.Ref{ir.RefTo(linked)}
	text := template(stack(jobs, plain, triggered, commanded, scheduled, linked, caller))
	for symbol, listens := range map[string]bool{
		"functionA": true, "functionB": false, "functionC": false, "functionD": false, "functionE": true, "functionF": true,
	} {
		app := resource(t, text, symbol)
		if strings.Contains(app, "ingress: {") != listens || strings.Contains(app, "http: {") != listens {
			t.Errorf("%s listens: %v, in\n%s", symbol, !listens, app)
		}
	}
	contains(t, resource(t, text, "functionD"), `
		|      scale: {
		|        maxReplicas: 10
		|        minReplicas: 0
		|      }
	`)
}

func TestFunctionSettings(t *testing.T) {
	limit := 3
	for _, test := range []struct {
		set  func(*ir.Function)
		want []string
	}{
		{func(f *ir.Function) { f.Memory = 1025 }, []string{"cpu: json('0.75')", "memory: '1.5Gi'"}},
		{func(f *ir.Function) { f.Timeout = 601 }, []string{"terminationGracePeriodSeconds: 600\n", "value: '601'\n"}},
		{func(f *ir.Function) { f.Timeout = 600 }, []string{"terminationGracePeriodSeconds: 600\n"}},
		{func(f *ir.Function) { f.Concurrency = &limit }, []string{"maxReplicas: 3\n"}},
		{func(f *ir.Function) { f.Lifecycle = ir.Frozen }, []string{"'alien-lifecycle': 'frozen'"}},
	} {
		f := function("worker")
		test.set(f)
		app := resource(t, template(stack(f)), "functionWorker")
		for _, want := range test.want {
			if !strings.Contains(app, want) {
				t.Errorf("no %s in\n%s", want, app)
			}
		}
	}
}

// TestEnvironment: an author's value is text, whatever it looks like.
func TestEnvironment(t *testing.T) {
	f := function("worker")
	f.Environment = []ir.Variable{{Name: "A", Value: "${location}' + x"}, {Name: "Z", Value: "[resourceGroup().id]"}, {Name: "_", Value: ""}}
	app := resource(t, template(stack(f)), "functionWorker")
	contains(t, app, `
		|          env: [
		|            {
		|              name: 'A'
		|              value: '\${location}\' + x'
		|            }
	`)
	contains(t, app, `
		|            {
		|              name: 'Z'
		|              value: '[resourceGroup().id]'
		|            }
		|            {
		|              name: '_'
		|              value: ''
		|            }
		|          ]
	`)
}

func TestLinks(t *testing.T) {
	data, cache := &ir.Storage{Common: common("data", ir.Frozen)}, &ir.Kv{Common: common("my-cache", ir.Live)}
	jobs, keys := &ir.Queue{Common: common("jobs", ir.Frozen)}, &ir.Vault{Common: common("keys", ir.Frozen)}
	images, other := &ir.ArtifactRegistry{Common: common("images", ir.Frozen)}, function("other")
	f := function("worker")
	for _, r := range []ir.Resource{data, cache, jobs, keys, images, other} {
		f.Links = append(f.Links, ir.RefTo(r))
	}
	app := resource(t, template(stack(data, cache, jobs, keys, images, other, f)), "functionWorker")
	for name, fields := range map[string][]string{
		"ALIEN_DATA_BINDING":     {"service: 'blob'", "accountName: storageData.name", "containerName: storageDataContainer.name"},
		"ALIEN_MY_CACHE_BINDING": {"service: 'tablestorage'", "resourceGroupName: resourceGroup().name", "accountName: kvMyCache.name", "tableName: kvMyCacheTable.name"},
		"ALIEN_JOBS_BINDING":     {"service: 'servicebus'", "namespace: serviceBus.name", "queueName: queueJobs.name"},
		"ALIEN_KEYS_BINDING":     {"service: 'key-vault'", "vaultName: vaultKeys.name"},
		"ALIEN_IMAGES_BINDING":   {"service: 'acr'", "registryName: registryImages.name", "resourceGroupName: resourceGroup().name"},
		"ALIEN_OTHER_BINDING": {
			"service: 'containerapp'", "subscriptionId: subscription().subscriptionId", "resourceGroupName: resourceGroup().name",
			"containerAppName: 'ca-other'", "privateUrl: 'https://ca-other.internal.${appsEnvironment.properties.defaultDomain}'",
		},
	} {
		want := fmt.Sprintf("              name: '%s'\n              value: string({\n                %s\n              })\n",
			name, strings.Join(fields, "\n                "))
		if !strings.Contains(app, want) {
			t.Errorf("no\n%sin\n%s", want, app)
		}
	}
}

func TestCommands(t *testing.T) {
	f := function("agent")
	f.Commands = true
	text := template(stack(f))
	same(t, resource(t, text, "functionAgentCommands"), `
		|resource functionAgentCommands 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
		|  parent: serviceBus
		|  name: 'agent-commands'
		|  properties: {
		|    deadLetteringOnMessageExpiration: true
		|    defaultMessageTimeToLive: 'PT1H'
		|    lockDuration: 'PT1M'
		|    maxDeliveryCount: 3
		|  }
		|}
	`)
	app := resource(t, text, "functionAgent")
	contains(t, app, `
		|              name: 'ALIEN_COMMANDS_QUEUE'
		|              value: '${serviceBus.name}/${functionAgentCommands.name}'
	`)
	contains(t, app, `
		|        rules: [
		|          {
		|            custom: {
		|              identity: profileRun.id
		|              metadata: {
		|                messageCount: '5'
		|                namespace: serviceBus.name
		|                queueName: functionAgentCommands.name
		|              }
		|              type: 'azure-servicebus'
		|            }
		|            name: 'queue-0'
		|          }
		|        ]
	`)
	lacks(t, text, "alien-keep") // nothing of an author's is in the namespace
}

// TestPlatform: what serves every function.
func TestPlatform(t *testing.T) {
	text := template(stack(function("worker")))
	same(t, resource(t, text, "logs"), `
		|resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
		|  name: 'log-app'
		|  location: location
		|  tags: stackTags
		|  properties: {
		|    features: {
		|      disableLocalAuth: false
		|      enableLogAccessUsingOnlyResourcePermissions: true
		|    }
		|    retentionInDays: 30
		|    sku: {
		|      name: 'PerGB2018'
		|    }
		|  }
		|}
	`)
	same(t, resource(t, text, "appsEnvironment"), `
		|resource appsEnvironment 'Microsoft.App/managedEnvironments@2025-07-01' = {
		|  name: 'cae-app'
		|  location: location
		|  tags: stackTags
		|  properties: {
		|    appLogsConfiguration: {
		|      destination: 'azure-monitor'
		|    }
		|    peerTrafficConfiguration: {
		|      encryption: {
		|        enabled: true
		|      }
		|    }
		|    workloadProfiles: [
		|      {
		|        name: 'Consumption'
		|        workloadProfileType: 'Consumption'
		|      }
		|    ]
		|  }
		|}
	`)
	same(t, resource(t, text, "appsEnvironmentLogs"), `
		|resource appsEnvironmentLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
		|  scope: appsEnvironment
		|  name: 'logs'
		|  properties: {
		|    logs: [
		|      {
		|        categoryGroup: 'allLogs'
		|        enabled: true
		|      }
		|    ]
		|    workspaceId: logs.id
		|  }
		|}
	`)
	same(t, resource(t, text, "profileRun"), `
		|resource profileRun 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
		|  name: 'id-app-run'
		|  location: location
		|  tags: stackTags
		|}
	`)
	same(t, resource(t, text, "pullIdentity"), `
		|resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
		|  name: 'id-app-pull'
		|  location: location
		|  tags: stackTags
		|}
	`)
	same(t, section(t, text, "output pullIdentityPrincipalId"), `
		|output pullIdentityPrincipalId string = pullIdentity.properties.principalId
	`)
	contains(t, text, `
		|var pullRegistries = empty(registryServer)
		|  ? []
		|  : [
		|      {
		|        identity: pullIdentity.id
		|        server: registryServer
		|      }
		|    ]
	`)
	lacks(t, text, "eventsIdentity")
}
