package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/alienc/alienc/cloud"
	"github.com/alienc/alienc/compiler/ir"
)

// asks gives what an author writes for management: a mode, and grants as
// [profile] reads them.
func asks(text string) *ir.Management {
	mode, grants, _ := strings.Cut(text, " ")
	return &ir.Management{Mode: ir.ManagementMode(mode), Grants: granted("permissions.management", grants)}
}

// What counts is what management holds, however it comes to hold it.
func TestWhatManagementHolds(t *testing.T) {
	for _, c := range []struct{ before, now, want string }{
		{"auto", "extend", ""},
		{"auto", "extend site: storage/management; *: storage/heartbeat function/heartbeat", ""},
		{"extend site: storage/management", "auto", ""},
		{"auto", "extend data: storage/data-read", `adds storage/data-read on "data"`},
		{"extend *: storage/data-read", "extend data: storage/data-read; site: storage/data-read", ""},
		{"extend *: storage/data-read", "extend data: storage/data-read", `drops storage/data-read on "site"`},
		{"extend api: function/invoke; data: storage/data-read", "extend data: storage/data-read; api: worker/invoke", ""},
		{"extend site: storage/management storage/data-read", "extend site: storage/data-read storage/heartbeat", ""},
		{"override", "override", ""},
		{"override", "override jobs: queue/management; *: vault/management function/execute", ""}, // nothing on AWS
		{"override", "override jobs: queue/heartbeat", `adds queue/heartbeat on "jobs"`},
		{"override site: storage/management", "override *: storage/management", `adds storage/management on "data"`},
		{"auto", "override", "auto to override"},
		{"auto", "override site: storage/management; *: function/invoke", `auto to override; adds function/invoke on "api"`},
		{"extend api: function/invoke", "override *: storage/heartbeat", `extend to override; drops function/invoke on "api"`},
		{"override site: storage/management", "extend", "override to extend"},
		{"override api: function/invoke", "auto", `override to auto; drops function/invoke on "api"`},
	} {
		stack := func(management string) *ir.Stack {
			f := function("api")
			f.Lifecycle = ir.Frozen
			s := stackOf([]*ir.Profile{profile("execution", "")}, storage("data"), live(storage("site")), live(queue("jobs")), vault("keys"), f)
			s.Management = asks(management)
			return s
		}
		want := ""
		if c.want != "" {
			want = "note [release-setup-again] management changed since the previous build (" + c.want + "): the customer must run setup again\n"
		}
		if got := compared(stack(c.before), stack(c.now), cloud.AWS); got != want {
			t.Errorf("%s, then %s:\n%swant\n%s", c.before, c.now, got, want)
		}
	}
}

// A set of the author's own is part of what management holds.
func TestCustomSetsOfManagement(t *testing.T) {
	stack := func(actions ...string) *ir.Stack {
		return managedBy("data", "arn:aws:s3:::${resourceName}", actions, storage("data"))
	}
	before, plain := stack("s3:GetBucketCORS", "s3:GetBucketTagging"), stackOf(nil, storage("data"))
	for what, c := range map[string]struct {
		now  *ir.Stack
		want string
	}{
		"the same":         {stack("s3:GetBucketCORS", "s3:GetBucketTagging"), ""},
		"in another order": {stack("s3:GetBucketTagging", "s3:GetBucketCORS"), ""},
		"less":             {stack("s3:GetBucketTagging"), `(changes acme/x on "data")`},
		"nothing":          {plain, `(drops acme/x on "data")`},
	} {
		if got := compared(before, c.now, cloud.AWS); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// Frozen or live changes what management holds, unless the author lists the
// same.
func TestLifecycleOfWhatIsListed(t *testing.T) {
	stack := func(lifecycle ir.Lifecycle, management string) *ir.Stack {
		s := stackOf(nil, storage("data"))
		s.Resources[0].Info().Lifecycle, s.Management = lifecycle, asks(management)
		return s
	}
	const listed = "extend data: storage/management"
	for _, c := range []struct {
		was    ir.Lifecycle
		before string
		is     ir.Lifecycle
		now    string
		want   string
	}{
		{ir.Live, "auto", ir.Frozen, "auto", "live to frozen, which narrows management"},
		{ir.Live, "auto", ir.Frozen, listed, "live to frozen"},
		{ir.Live, listed, ir.Frozen, "extend", "live to frozen, which narrows management"},
		{ir.Frozen, listed, ir.Live, "auto", "frozen to live"},
		{ir.Frozen, "auto", ir.Live, listed, "frozen to live, which widens management"},
	} {
		want := fmt.Sprintf("note [release-setup-again] \"data\" changed since the previous build (%s): the customer must run setup again\n", c.want)
		if got := compared(stack(c.was, c.before), stack(c.is, c.now), cloud.AWS); got != want {
			t.Errorf("%s and %s, then %s and %s:\n%swant\n%s", c.was, c.before, c.is, c.now, got, want)
		}
	}
}

// Commands are for management that follows from the stack, so under an
// override nothing depends on them.
func TestCommandsUnderOverride(t *testing.T) {
	stack := func(commands bool, management string) *ir.Stack {
		f := function("api")
		f.Commands = commands
		s := stackOf([]*ir.Profile{profile("execution", "")}, f)
		s.Management = asks(management)
		return s
	}
	for before, want := range map[string]string{"override": "", "auto": `live "api" changed since the previous build (commandsEnabled)`} {
		got := compared(stack(true, before), stack(false, "override"), cloud.AWS)
		if strings.Contains(got, "commandsEnabled") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", before, got, want)
		}
	}
}
