package bicep_test

import (
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestQueueTrigger(t *testing.T) {
	jobs, more := &ir.Queue{Common: common("jobs", ir.Frozen)}, &ir.Queue{Common: common("http", ir.Live)}
	f := function("worker", onQueue("0", jobs), onQueue("1", more))
	f.Ingress = ir.Public
	app := resource(t, template(stack(jobs, more, f)), "functionWorker")
	contains(t, app, `
		|              name: 'ALIEN_TRIGGER_QUEUES'
		|              value: 'queue:${serviceBus.name}/${queueJobs.name},queue:${serviceBus.name}/${queueHttp.name}'
	`)
	contains(t, app, `
		|        rules: [
		|          {
		|            http: {
		|              metadata: {
		|                concurrentRequests: '50'
		|              }
		|            }
		|            name: 'http'
		|          }
		|          {
		|            custom: {
		|              identity: profileRun.id
		|              metadata: {
		|                messageCount: '5'
		|                namespace: serviceBus.name
		|                queueName: queueJobs.name
		|              }
		|              type: 'azure-servicebus'
		|            }
		|            name: 'queue-0'
		|          }
		|          {
		|            custom: {
		|              identity: profileRun.id
		|              metadata: {
		|                messageCount: '5'
		|                namespace: serviceBus.name
		|                queueName: queueHttp.name
		|              }
		|              type: 'azure-servicebus'
		|            }
		|            name: 'queue-1'
		|          }
		|        ]
	`)
}

func TestStorageTrigger(t *testing.T) {
	data := &ir.Storage{Common: common("my-data", ir.Frozen)}
	f := function("in", onStorage("0", data, ir.ObjectCreated), onStorage("1", data, ir.ObjectCreated, ir.ObjectDeleted))
	text := template(stack(data, f))
	same(t, resource(t, text, "storageMyDataTopic"), `
		|resource storageMyDataTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
		|  name: 'egst-my-data'
		|  location: location
		|  identity: {
		|    type: 'UserAssigned'
		|    userAssignedIdentities: {
		|      '${eventsIdentity.id}': {}
		|    }
		|  }
		|  tags: stackTags
		|  properties: {
		|    source: storageMyData.id
		|    topicType: 'Microsoft.Storage.StorageAccounts'
		|  }
		|}
	`)
	same(t, resource(t, text, "storageMyDataToIn"), `
		|resource storageMyDataToIn 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
		|  parent: storageMyDataTopic
		|  name: 'to-in'
		|  properties: {
		|    deliveryWithResourceIdentity: {
		|      destination: {
		|        endpointType: 'ServiceBusQueue'
		|        properties: {
		|          resourceId: storageMyDataEvents.id
		|        }
		|      }
		|      identity: {
		|        type: 'UserAssigned'
		|        userAssignedIdentity: eventsIdentity.id
		|      }
		|    }
		|    eventDeliverySchema: 'CloudEventSchemaV1_0'
		|    filter: {
		|      includedEventTypes: [
		|        'Microsoft.Storage.BlobCreated'
		|        'Microsoft.Storage.BlobDeleted'
		|      ]
		|      subjectBeginsWith: '/blobServices/default/containers/${storageMyDataContainer.name}/'
		|    }
		|    retryPolicy: {
		|      eventTimeToLiveInMinutes: 1440
		|      maxDeliveryAttempts: 30
		|    }
		|  }
		|}
	`)
	same(t, resource(t, text, "storageMyDataEvents"), `
		|resource storageMyDataEvents 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
		|  parent: serviceBus
		|  name: 'my-data-events'
		|  properties: {
		|    deadLetteringOnMessageExpiration: true
		|    defaultMessageTimeToLive: 'P14D'
		|    lockDuration: 'PT5M'
		|    maxDeliveryCount: 5
		|  }
		|}
	`)
	same(t, resource(t, text, "eventsIdentity"), `
		|resource eventsIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
		|  name: 'id-app-events'
		|  location: location
		|  tags: stackTags
		|}
	`)
	app := resource(t, text, "functionIn")
	contains(t, app, `
		|              name: 'ALIEN_TRIGGER_QUEUES'
		|              value: 'storage:${serviceBus.name}/${storageMyDataEvents.name}'
	`)
	contains(t, app, `
		|                queueName: storageMyDataEvents.name
	`)
	lacks(t, app, "queue-1", "ingress")
	lacks(t, text, "serviceBusLock")
}

// TestTwoFunctionsOfOneStorage: each has a queue of its own, below one topic.
func TestTwoFunctionsOfOneStorage(t *testing.T) {
	data := &ir.Storage{Common: common("data", ir.Frozen)}
	text := template(stack(data, function("in", onStorage("0", data, ir.ObjectCreated)), function("out", onStorage("0", data, ir.ObjectDeleted))))
	if n := strings.Count(text, "'Microsoft.EventGrid/systemTopics@"); n != 1 {
		t.Errorf("%d topics, want 1", n)
	}
	for symbol, want := range map[string][2]string{
		"storageDataToIn":  {"storageDataEvents", "Microsoft.Storage.BlobCreated"},
		"storageDataToOut": {"storageDataDeletedEvents", "Microsoft.Storage.BlobDeleted"},
	} {
		contains(t, resource(t, text, symbol), `
			|          resourceId: `+want[0]+`.id
		`)
		contains(t, resource(t, text, symbol), `
			|      includedEventTypes: [
			|        '`+want[1]+`'
			|      ]
		`)
	}
	contains(t, resource(t, text, "functionOut"), `
		|              value: 'storage:${serviceBus.name}/${storageDataDeletedEvents.name}'
	`)
}

func TestSchedules(t *testing.T) {
	jobs := &ir.Queue{Common: common("jobs", ir.Frozen)}
	f := function("worker", onCron("0", " 0\t3  * * *", 0), onQueue("1", jobs), onCron("2", "*/5 8-18 * * MON-FRI", 1))
	f.Commands, f.Timeout, f.Memory = true, 900, 512
	text := template(stack(jobs, f))
	job := resource(t, text, "functionWorkerCron1")
	contains(t, job, `
		|resource functionWorkerCron1 'Microsoft.App/jobs@2025-07-01' = if (deployFunctions) {
		|  name: 'caj-worker-1'
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
		|      identitySettings: [
		|        {
		|          identity: pullIdentity.id
		|          lifecycle: 'None'
		|        }
		|      ]
		|      registries: pullRegistries
		|      replicaRetryLimit: 1
		|      replicaTimeout: 900
		|      scheduleTriggerConfig: {
		|        cronExpression: '*/5 8-18 * * 1-5'
		|        parallelism: 1
		|        replicaCompletionCount: 1
		|      }
		|      triggerType: 'Schedule'
		|    }
		|    environmentId: appsEnvironment.id
	`)
	contains(t, job, `
		|              name: 'ALIEN_TRIGGER'
		|              value: 'cron:1'
	`)
	contains(t, job, `
		|          image: functionWorkerImage
		|          name: 'worker'
		|          resources: {
		|            cpu: json('0.25')
		|            memory: '0.5Gi'
		|          }
		|        }
		|      ]
		|    }
		|    workloadProfileName: 'Consumption'
		|  }
		|}
	`)
	lacks(t, job, "ALIEN_TRIGGER_QUEUES", "ALIEN_COMMANDS_QUEUE", "scale", "probes", "ingress")
	contains(t, resource(t, text, "functionWorkerCron0"), `
		|        cronExpression: '0 3 * * *'
	`)
	lacks(t, resource(t, text, "functionWorker"), "'ALIEN_TRIGGER'")
}
