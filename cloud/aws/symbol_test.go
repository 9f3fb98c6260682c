package aws

import (
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestPascal(t *testing.T) {
	for id, want := range map[string]string{
		"api": "Api", "api-keys": "ApiKeys", "a-1": "A1", "a1": "A1", "1a": "1a", "x-2-y": "X2Y",
		"acme/metrics": "AcmeMetrics", "acme/readAll": "AcmeReadAll", "é-x": "X", "": "",
	} {
		if got := Pascal(id); got != want {
			t.Errorf("Pascal(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestSymbols(t *testing.T) {
	want := map[string][]string{
		TemplateSpace: {
			"NamePrefix", "ManagementPrincipalArn", "ManagementExternalId", "ManagementEnabled", "PermissionsBoundaryArn", "LogRetentionDays",
			"ScheduleGroup", "ManagementRole", "ManagementPolicy",
			"StorageWorkspace", "StorageWorkspacePolicy",
			"KvCache",
			"QueueJobs", "QueueJobsDlq", "QueueJobsPolicy",
			"VaultApiKeys",
			"ArtifactRegistryImages",
			"FunctionApi", "ApiImageUri", "FunctionApiLogs", "FunctionApiUrl", "FunctionApiUrlPermission", "FunctionApiUrlInvokePermission",
			"FunctionWorker", "WorkerCodeBucket", "WorkerCodeKey", "FunctionWorkerLogs",
			"FunctionWorkerTriggerStorageWorkspace", "FunctionWorkerTriggerQueueJobs", "FunctionWorkerCron0", "FunctionWorkerCron1", "FunctionWorkerCronRole",
			"FunctionFront", "FrontImageUri", "FunctionFrontLogs", "FunctionFrontUrl", "FunctionFrontUrlPermission", "FunctionFrontUrlInvokePermission",
			"ProfileExecution", "ProfileOther",
		},
		OutputSpace: {
			"ManagementRoleArn", "WorkspaceBucket", "CacheTable", "JobsQueueUrl", "ApiKeysVaultPath", "ImagesUri",
			"ApiFunctionArn", "ApiUrl", "WorkerFunctionArn", "FrontFunctionArn", "FrontUrl",
		},
	}
	got := map[string][]string{}
	for _, s := range Symbols(kitchen()) {
		got[s.Space] = append(got[s.Space], s.Name)
	}
	for space, names := range want {
		if !slices.Equal(got[space], names) {
			t.Errorf("%s:\n%s\nwant:\n%s", space, strings.Join(got[space], "\n"), strings.Join(names, "\n"))
		}
	}
}

func TestSymbolsKeepTheirOwner(t *testing.T) {
	place := ir.Pos{File: "alien.ts", Line: 7, Column: 3}
	s := (&ir.Stack{ID: "s", Resources: []ir.Resource{&ir.Queue{Common: ir.Common{ID: "a-1", Pos: place}}}}).Seal()
	for _, symbol := range Symbols(s) {
		if symbol.Name == "QueueA1Dlq" {
			if symbol.ID != "a-1" || symbol.Pos != place || symbol.What != "dead-letter queue" {
				t.Errorf("%+v", symbol)
			}
			return
		}
	}
	t.Error("no QueueA1Dlq")
}
