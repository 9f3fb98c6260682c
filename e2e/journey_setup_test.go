package e2e

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alienc/alienc/e2e/template"
)

// attached gives the names of the policies of a role.
func (j *journey) attached(role string) []string {
	answer, err := j.account.call("iam", "list_attached_role_policies", object{"RoleName": role})
	if err != nil {
		return []string{err.Error()}
	}
	var names []string
	list, _ := answer["AttachedPolicies"].([]any)
	for _, p := range list {
		p, _ := p.(object)
		names = append(names, fmt.Sprint(p["PolicyName"]))
	}
	slices.Sort(names)
	return names
}

// holds checks that a role has one managed policy for each file, with what the
// file says, and nothing else but those of an earlier release.
func (j *journey) holds(t *testing.T, role, name string, earlier ...string) {
	t.Helper()
	what := fmt.Sprintf("%s holds what the files %s say", role, name)
	files := j.built.policies(t, name)
	names := slices.DeleteFunc(j.attached(role), func(n string) bool { return slices.Contains(earlier, n) })
	slices.SortFunc(names, func(a, b string) int { return len(a) - len(b) }) // as policies sorts its files
	if len(names) != len(files) {
		j.expect(t, what, fmt.Sprintf("it holds %q, there are the files %q", names, files))
		return
	}
	for i, n := range names {
		file, err := os.ReadFile(filepath.Join(j.built.dir, filepath.FromSlash(files[i])))
		if err != nil {
			t.Fatal(err)
		}
		want, err := document(string(file))
		if err != nil {
			t.Fatal(err)
		}
		got, err := readManagedPolicy(j.account, template.Resource{}, "arn:aws:iam::"+j.account.id+":policy/"+n)
		if err != nil || canonical("", got["PolicyDocument"]) != canonical("", want) {
			j.expect(t, what, fmt.Sprintf("%s differs from %s (%v)", n, files[i], err))
			return
		}
	}
	j.expect(t, what)
}

func (j *journey) setupLent(t *testing.T) { j.holds(t, installer, "setup-policy") }

// setupRole checks the role for CloudFormation. One customer uses it.
func (j *journey) setupRole(t *testing.T) {
	t.Helper()
	names := j.attached(installer)
	if !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, "-installer") }) {
		j.expect(t, "the installer may use the role for CloudFormation", fmt.Sprintf("it holds %q", names))
		return
	}
	m := regexp.MustCompile("add `--role-arn (\\S+)`").FindStringSubmatch(j.page.section(t, "Instead: a role for CloudFormation").text)
	if m == nil {
		t.Fatal("the page does not say how to use the role")
	}
	role := j.filled(t, m[1])
	if _, err := j.account.call("iam", "get_role", object{"RoleName": path.Base(role)}); err != nil {
		j.expect(t, "there is a role for CloudFormation", err.Error())
		return
	}
	if j.vendor.name == "examples/public-api" {
		j.role = role
	}
	j.expect(t, "the role for CloudFormation is there, and the installer may use it")
}

// failsFirst lets a first deployment fail where the emulator can: the marker
// of a vault is there already. What else was made must stay.
func (j *journey) failsFirst(t *testing.T) {
	t.Helper()
	var marker string
	for _, r := range j.template.Resources {
		if r.Type == "AWS::SSM::Parameter" {
			known, err := j.template.Resolve(template.Resource{Name: r.Name, Properties: object{"Name": r.Properties["Name"]}}, j.values)
			if err != nil {
				t.Fatal(err)
			}
			marker = fmt.Sprint(known["Name"])
		}
	}
	if marker == "" {
		return
	}
	if _, err := j.account.call("ssm", "put_parameter", object{"Name": marker, "Type": "String", "Value": "in the way"}); err != nil {
		t.Fatal(err)
	}
	s := j.page.section(t, "4. Deploy")
	line := s.blocks[0].lines[0]
	out, err := j.shell(j.filled(t, line))
	answer, failed := j.account.call("cloudformation", "describe_stacks", object{"StackName": j.stack})
	if err == nil || failed != nil || fmt.Sprint(answer["Stacks"].([]any)[0].(object)["StackStatus"]) != "CREATE_FAILED" {
		j.expect(t, "a first deployment that fails leaves what it made", out, fmt.Sprint(failed, answer))
		return
	}
	causes := s.blocks[1].lines[0]
	if out, err := j.shell(j.filled(t, causes)); err != nil || !strings.Contains(out, "already exists") {
		j.expect(t, "the events tell why a deployment failed", out)
		return
	}
	if _, err := j.account.call("ssm", "delete_parameter", object{"Name": marker}); err != nil {
		t.Fatal(err)
	}
	j.expect(t, "a first deployment that fails leaves what it made, and says why")
}

// deployed checks that everything is there as the template says.
func (j *journey) deployed(t *testing.T) {
	t.Helper()
	if err := j.observe(); err != nil {
		j.expect(t, "section 4 makes what the template says", err.Error(), j.reasons())
		return
	}
	j.readBack(t, "section 4")
	var wrong []string
	if _, managed := j.resources["ManagementRole"]; managed {
		wrong = append(wrong, "there is a management role")
	}
	j.expect(t, "a first deployment gives the vendor nothing", wrong...)
}

func (j *journey) setupTakenBack(t *testing.T) {
	t.Helper()
	left := slices.Concat(j.attached(installer), j.localPolicies(t, "-setup"), j.localPolicies(t, "-installer"))
	j.expect(t, "nothing is left of setup", left...)
}

// localPolicies lists the managed policies of the account whose names have the
// word.
func (j *journey) localPolicies(t *testing.T, word string) []string {
	t.Helper()
	answer, err := j.account.call("iam", "list_policies", object{"Scope": "Local"})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	list, _ := answer["Policies"].([]any)
	for _, p := range list {
		p, _ := p.(object)
		if name := fmt.Sprint(p["PolicyName"]); strings.Contains(name, word) {
			names = append(names, name)
		}
	}
	return names
}

// secretsAreNew checks between the commands that store and those that delete
// that a secret has the name which the functions ask for.
func (j *journey) secretsAreNew(t *testing.T) {
	t.Helper()
	s := j.page.section(t, "7. Store ")
	if len(s.blocks) == 0 {
		return
	}
	if !j.runBlock(t, s, 0) {
		return
	}
	for _, line := range s.blocks[0].lines {
		name := regexp.MustCompile(`--name (\S+)`).FindStringSubmatch(j.filled(t, line))[1]
		answer, err := j.account.call("ssm", "get_parameter", object{"Name": name, "WithDecryption": true})
		parameter, _ := answer["Parameter"].(object)
		vault, asked := strings.CutSuffix(name, "-"+j.words["SECRET_NAME"])
		asked = asked && slices.ContainsFunc(slices.Collect(maps.Values(j.resources)), func(r template.Resource) bool {
			return r.Type == "AWS::Lambda::Function" && strings.Contains(canonical("", r.Properties["Environment"]), `\"vaultPrefix\":\"`+vault+`\"`)
		})
		if err != nil || parameter["Value"] != "s3cr3t" || parameter["Type"] != "SecureString" || !asked {
			j.expect(t, "a secret is where functions look for it", fmt.Sprint(name, " ", parameter, " ", err, " a function has the path: ", asked))
			return
		}
		if _, err := j.account.call("ssm", "delete_parameter", object{"Name": name}); err != nil {
			t.Fatal(err)
		}
	}
	j.expect(t, "a secret is where functions look for it")
}
