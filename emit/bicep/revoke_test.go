package bicep_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMain lets the test binary be the command az of a customer, which
// [revoking] puts in the script's way.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "az" {
		os.Exit(az(os.Getenv("AZ_STATE"), os.Args[1:]))
	}
	os.Exit(m.Run())
}

// cloudState is what the stand-in of az knows of a subscription.
type cloudState struct {
	Group       string
	Assignments []assigned
	Locks       []locked
	Calls       []string
	Fails       string // a command that does not work, by how it begins
}

type assigned struct{ ID, Scope, Principal string }

type locked struct{ On, Name, Notes string }

// az does the few commands that the script may use, as Azure does them: it
// deletes nothing under a lock.
func az(path string, args []string) int {
	var s cloudState
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err != nil {
		panic(err)
	}
	line := strings.Join(args, " ")
	s.Calls = append(s.Calls, line)
	code := s.run(line)
	if data, err = json.Marshal(s); err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		panic(err)
	}
	return code
}

func (s *cloudState) run(line string) int {
	if s.Fails != "" && strings.HasPrefix(line, s.Fails) {
		return 1
	}
	var word string // what differs between two calls of a command
	is := func(before, after string) (ok bool) {
		word, ok = strings.CutPrefix(line, before)
		if ok {
			word, ok = strings.CutSuffix(word, after)
		}
		return ok
	}
	switch {
	case is("group show --name customer --query id --output tsv", ""):
		fmt.Println(s.Group)
	case is("role assignment list --all --fill-principal-name false --query [?principalId=='", "'].[id, scope] --output tsv"):
		for _, a := range s.Assignments {
			if a.Principal == word {
				fmt.Printf("%s\t%s\n", a.ID, a.Scope)
			}
		}
	case is("lock list --resource ", " --query [?name=='alien-keep'].[id, notes] --output tsv"):
		for _, l := range s.Locks {
			if strings.EqualFold(l.On, word) && l.Name == "alien-keep" {
				fmt.Printf("%s/locks/%s\t%s\n", l.On, l.Name, l.Notes)
			}
		}
	case is("lock delete --ids ", ""):
		s.Locks = slices.DeleteFunc(s.Locks, func(l locked) bool { return l.On+"/locks/"+l.Name == word })
	case is("lock create --name alien-keep --lock-type CanNotDelete --resource ", " --output none"):
		on, notes, _ := strings.Cut(word, " --notes ")
		s.Locks = append(s.Locks, locked{on, "alien-keep", notes})
	case is("role assignment delete --ids ", ""):
		i := slices.IndexFunc(s.Assignments, func(a assigned) bool { return a.ID == word })
		if i < 0 || slices.ContainsFunc(s.Locks, func(l locked) bool {
			return strings.HasPrefix(strings.ToLower(s.Assignments[i].Scope)+"/", strings.ToLower(l.On)+"/")
		}) {
			fmt.Fprintln(os.Stderr, "ScopeLocked")
			return 1
		}
		s.Assignments = slices.Delete(s.Assignments, i, i+1)
	default:
		fmt.Fprintln(os.Stderr, "what is az", line)
		return 2
	}
	return 0
}

const (
	vendor = "aaaaaaaa-1111-2222-3333-444444444444"
	worker = "bbbbbbbb-1111-2222-3333-444444444444"
)

// subscription has the vendor in two groups, with locks on some of the resources.
func subscription() cloudState {
	const (
		group   = "/subscriptions/s/resourceGroups/customer"
		account = group + "/providers/Microsoft.Storage/storageAccounts/stdata"
		bus     = group + "/providers/Microsoft.ServiceBus/namespaces/sb"
		app     = group + "/providers/Microsoft.App/containerApps/ca-api"
	)
	return cloudState{
		Group: group,
		Assignments: []assigned{
			{"a1", account, vendor},
			{"a2", strings.Replace(bus, "resourceGroups/customer", "RESOURCEGROUPS/Customer", 1) + "/queues/jobs", vendor},
			{"a3", app, vendor},
			{"a4", group, vendor},
			{"a5", account + "/blobServices/default/containers/objects", worker},
			{"a6", "/subscriptions/s/resourceGroups/customer2/providers/Microsoft.App/containerApps/ca-api", vendor},
			{"a7", "/subscriptions/s", vendor},
		},
		Locks: []locked{{account, "alien-keep", "It holds $(objects) of 'data'."}, {bus, "alien-keep", ""}, {group + "2", "other", ""}},
	}
}

// revoking runs the script against the stand-in.
func revoking(t *testing.T, s cloudState, args ...string) (after cloudState, said string, code int) {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, filepath.Join(dir, "az"))
	}
	script, path := filepath.Join(dir, "revoke.sh"), filepath.Join(dir, "state.json")
	if err == nil {
		err = os.WriteFile(script, []byte(file(output(stack()), "iam/revoke.sh")), 0o600)
	}
	data, _ := json.Marshal(s)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), shell(t), append([]string{script}, args...)...)
	cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "AZ_STATE="+path)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if data, err = os.ReadFile(path); err == nil {
		err = json.Unmarshal(data, &after)
	}
	if err != nil {
		t.Fatal(err)
	}
	return after, out.String(), cmd.ProcessState.ExitCode()
}

func shell(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("SKIP the script: there is no sh")
	}
	return path
}

func left(s cloudState) string {
	var ids []string
	for _, a := range s.Assignments {
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, " ")
}

// sameLocks fails unless what was locked is locked, and with the same words.
func sameLocks(t *testing.T, got, want cloudState) {
	t.Helper()
	for _, l := range want.Locks {
		i := slices.IndexFunc(got.Locks, func(g locked) bool { return strings.EqualFold(g.On, l.On) && g.Name == l.Name && g.Notes == l.Notes })
		if i < 0 || len(got.Locks) != len(want.Locks) {
			t.Errorf("locks %+v, not %+v", got.Locks, want.Locks)
		}
	}
}

// TestRevoke: everything that the principal has in the group goes, and nothing
// else, under locks too; once more, there is nothing to do.
func TestRevoke(t *testing.T) {
	before := subscription()
	after, said, code := revoking(t, before, "customer", strings.ToUpper(vendor))
	if code != 0 || left(after) != "a5 a6 a7" || !strings.HasSuffix(said, "\n4 assignments deleted\n") {
		t.Errorf("exit %d, left %s\n%s", code, left(after), said)
	}
	sameLocks(t, after, before)
	again, said, code := revoking(t, after, "customer", vendor)
	if code != 0 || left(again) != "a5 a6 a7" || said != "0 assignments deleted\n" {
		t.Errorf("exit %d, left %s\n%s", code, left(again), said)
	}
	after, said, code = revoking(t, before, "customer", worker)
	if code != 0 || left(after) != "a1 a2 a3 a4 a6 a7" {
		t.Errorf("exit %d, left %s\n%s", code, left(after), said)
	}
}

// TestRevokeFails: what goes wrong is said, and no lock stays away.
func TestRevokeFails(t *testing.T) {
	for _, command := range []string{"group show", "role assignment list", "lock list", "lock delete", "role assignment delete"} {
		before := subscription()
		before.Fails = command
		after, said, code := revoking(t, before, "customer", vendor)
		if code == 0 || strings.Contains(said, "assignments deleted") || left(after) != left(before) {
			t.Errorf("%s: exit %d, left %s\n%s", command, code, left(after), said)
		}
		if command != "lock delete" { // which the stand-in would lock a second time
			sameLocks(t, after, before)
		}
	}
	before := subscription()
	before.Fails = "lock create"
	if _, said, code := revoking(t, before, "customer", vendor); code == 0 || !strings.Contains(said, "NO LOCK on /subscriptions/s/") {
		t.Errorf("exit %d\n%s", code, said)
	}
}

// TestRevokeRefuses: no argument reaches a query but an object id.
func TestRevokeRefuses(t *testing.T) {
	for _, args := range [][]string{
		nil,
		{"customer"},
		{"customer", vendor, "more"},
		{"customer", ""},
		{"customer", "x"},
		{"customer", vendor + "' || '1"},
		{"customer", vendor[:35] + "\n"},
		{"customer", "*"},
		{"customer", strings.Repeat("?", 36)},
		{"customer", "g" + vendor[1:]},
	} {
		after, said, code := revoking(t, subscription(), args...)
		if code != 2 || len(after.Calls) > 0 || !strings.HasPrefix(said, "revoke.sh: ") {
			t.Errorf("%q: exit %d after %q\n%s", args, code, after.Calls, said)
		}
	}
}

// TestRevokeParses: every shell reads the script, and it is one that people run.
func TestRevokeParses(t *testing.T) {
	for _, f := range output(everything()).Files {
		if f.Executable != (f.Path == "azure/iam/revoke.sh") {
			t.Errorf("%s is executable: %v", f.Path, f.Executable)
		}
	}
	script := file(output(everything()), "iam/revoke.sh")
	if !strings.HasPrefix(script, "#!/bin/sh\n") || strings.ContainsAny(script, "\r") {
		t.Error("no script for sh")
	}
	for _, name := range []string{"sh", "dash", "bash"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Logf("there is no %s", name)
			continue
		}
		cmd := exec.CommandContext(t.Context(), path, "-n")
		cmd.Stdin = strings.NewReader(script)
		if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
	}
}
