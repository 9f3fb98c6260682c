package azure

import (
	"testing"

	"github.com/alienc/alienc/compiler/ir"
)

func TestMemory(t *testing.T) {
	for mib, want := range map[int][3]any{
		1: {512, "0.25", "0.5Gi"}, 256: {512, "0.25", "0.5Gi"}, 512: {512, "0.25", "0.5Gi"}, 513: {1024, "0.5", "1Gi"},
		1024: {1024, "0.5", "1Gi"}, 1536: {1536, "0.75", "1.5Gi"}, 2000: {2048, "1", "2Gi"}, 7700: {8192, "4", "8Gi"}, 8192: {8192, "4", "8Gi"},
	} {
		cpu, memory := Compute(mib)
		if got := [3]any{RoundedMemory(mib), cpu, memory}; got != want {
			t.Errorf("%d: %v, want %v", mib, got, want)
		}
	}
	for mib, want := range map[int]bool{511: false, 512: true, 8192: true, 8193: false} {
		if Memory.Has(mib) != want {
			t.Errorf("%d is in range: %t", mib, !want)
		}
	}
}

func TestReplicas(t *testing.T) {
	limit := func(n int) *int { return &n }
	for _, c := range []struct {
		limit *int
		want  int
	}{{nil, 10}, {limit(1), 1}, {limit(1000), 1000}, {limit(5000), 1000}} {
		if got := Replicas(&ir.Function{Concurrency: c.limit}); got != c.want {
			t.Errorf("%d, want %d", got, c.want)
		}
	}
}

func TestReservedVariable(t *testing.T) {
	for name, want := range map[string]bool{
		"PORT": true, "CONTAINER_APP_NAME": true, "CONTAINER_APP_": true, "AZURE_CLIENT_ID": true, "IDENTITY_HEADER": true,
		"CONTAINER_APP": false, "AZURE_CLIENT_SECRET": false, "AWS_REGION": false, "port": false, "HOST": false,
	} {
		if ReservedVariable(name) != want {
			t.Errorf("%s: %t", name, !want)
		}
	}
	// What alienc sets, an author cannot.
	s := kitchen()
	for _, v := range Environment(s, functionOf(t, s, "agent")) {
		if v.Name != "GREETING" && !ReservedVariable(v.Name) && v.Name[:min(6, len(v.Name))] != "ALIEN_" {
			t.Errorf("%s is not reserved", v.Name)
		}
	}
}

func TestMonitorOnly(t *testing.T) {
	for kind, want := range map[ir.Kind]bool{
		ir.KindStorage: false, ir.KindKv: true, ir.KindQueue: true, ir.KindVault: true, ir.KindArtifactRegistry: false, ir.KindFunction: false,
	} {
		if MonitorOnly(kind) != want {
			t.Errorf("%s: %t", kind, !want)
		}
	}
}
