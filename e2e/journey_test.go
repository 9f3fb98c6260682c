package e2e

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/alienc/alienc/e2e/template"
)

// TestDeployPage follows the DEPLOY.md of every example from the first command
// to the last, as a customer would, with the AWS CLI on the emulated AWS. After
// each step that changes something it asks the services what exists.
func TestDeployPage(t *testing.T) {
	needE2E(t)
	if _, err := program("aws", toolsBin); err != nil {
		results.skip("every command of DEPLOY.md on an emulated AWS: %v", err)
		t.Skip(err)
	}
	e := startEngine(t)
	apis := e.startClient(t)
	for i, v := range vendors(t) {
		if !v.example {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			j := newJourney(t, v, e, account{apis, fmt.Sprintf("%012d", 200000000001+i), map[place]string{}})
			j.travel(t)
		})
	}
}

// journey is the way of one customer down the page.
type journey struct {
	*customer
	vendor vendor
	built  built
	before map[string]string // what existed before management was switched on
	// stops are what happens before and after the commands of a section, by the
	// start of its title.
	stops map[string]stop
}

type stop struct{ before, after func(*testing.T) }

func newJourney(t *testing.T, v vendor, e *engine, a account) *journey {
	t.Helper()
	work := t.TempDir()
	b := build(t, v.dir(), work)
	c := &customer{
		deployment: &deployment{name: v.name + ": DEPLOY.md", engine: e, account: a, work: work},
		dir:        b.dir, page: b.page(t), ran: map[string]bool{},
	}
	c.words = map[string]string{
		"ACCOUNT_ID": a.id, "REGION": region, "INSTALLER_ROLE": installer, "RELEASE": "1",
		"CODE_BUCKET": "zips-" + a.id, "TEMPLATE_BUCKET": "templates-" + a.id, "CODE_FOLDER": "../code",
		"VENDOR_ROLE_ARN": "arn:aws:iam::111122223333:role/control-plane", "MANAGEMENT_ROLE": "vendor-access",
		"SECRET_NAME": "api-token", "SECRET_FILE": "../secret.txt",
	}
	c.programs(t)
	j := &journey{customer: c, vendor: v, built: b}
	j.values.Parameters = map[string]string{}
	j.read(t)
	j.code(t, c, "1")
	if err := os.WriteFile(filepath.Join(work, "secret.txt"), []byte("s3cr3t"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.call("iam", "create_role", object{"RoleName": installer, "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[` +
		`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + a.id + `:root"},"Action":"sts:AssumeRole"}]}`}); err != nil {
		t.Fatal(err)
	}
	j.stops = map[string]stop{
		"3. Lend ":                           {after: j.setupLent},
		"Instead: a role for CloudFormation": {after: j.setupRole},
		"4. Deploy":                          {before: j.failsFirst, after: j.deployed},
		"6. Take ":                           {after: j.setupTakenBack},
		"7. Store ":                          {before: j.secretsAreNew},
		"On":                                 {before: j.remember, after: j.managed},
		"Off":                                {after: j.unmanaged},
		"Off at once":                        {before: j.again("On"), after: j.cutOff},
		"Instead: with tooling of your own":  {after: j.noOwnRole},
		"See what has drifted":               {after: j.upgrade},
		"10. What the vendor does":           {before: j.newerCode, after: j.vendorUpdated},
		"12. Tear down":                      {after: j.left},
		"What stays":                         {after: j.tableIsRight},
		"Delete the data for ever":           {before: j.useIt, after: j.nothingLeft},
		"Delete what this page has made":     {after: j.accountIsEmpty},
	}
	return j
}

// stackName finds the name of the stack in the command of section 4.
var stackName = regexp.MustCompile(`^aws cloudformation deploy --disable-rollback --stack-name (\S+) `)

// read reads the template and the name of the stack.
func (j *journey) read(t *testing.T) {
	t.Helper()
	j.template = j.built.parse(t)
	for _, line := range j.page.section(t, "4. Deploy").blocks[0].lines {
		if m := stackName.FindStringSubmatch(line); m != nil {
			j.stack = m[1]
			return
		}
	}
	t.Fatal("section 4 does not deploy")
}

func (b built) parse(t *testing.T) *template.Template {
	t.Helper()
	text, err := os.ReadFile(b.template())
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := template.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// code is what the vendor gives with a release: a folder of zips, each with
// other contents, and names of images.
func (j *journey) code(t *testing.T, c *customer, release string) {
	t.Helper()
	folder := filepath.Join(c.dir, filepath.FromSlash(c.words["CODE_FOLDER"]))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, w := range c.page.placeholders {
		if strings.HasPrefix(w, "IMAGE_OF_") {
			c.words[w] = "registry.example.com/" + strings.ToLower(w) + ":" + release
		}
	}
	for _, s := range c.page.sections {
		for _, b := range s.blocks {
			for _, line := range b.lines {
				if m := zipUpload.FindStringSubmatch(line); m != nil {
					j.zip(t, folder, m[1], release, place{c.words["CODE_BUCKET"], m[1] + "-" + release + ".zip"})
				}
			}
		}
	}
}

// zipUpload finds the function whose zip a command uploads.
var zipUpload = regexp.MustCompile(`^aws s3 cp --no-progress CODE_FOLDER/(\S+)\.zip s3://CODE_BUCKET/\S+-RELEASE\.zip$`)

// zip writes the zip of a function and notes from where it will come.
func (j *journey) zip(t *testing.T, folder, function, release string, at place) {
	t.Helper()
	archive, err := zipped("index.mjs", "export const handler = async () => "+strconv.Quote(function+" "+release))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, function+".zip"), archive, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(archive)
	j.account.zips[at] = base64.StdEncoding.EncodeToString(sum[:])
}

// travel does what the page says, in its order.
func (j *journey) travel(t *testing.T) {
	t.Helper()
	for _, s := range j.page.sections {
		j.at(t, s)
		if t.Failed() {
			return
		}
	}
	var missed []string
	for _, s := range j.page.sections {
		for _, b := range s.blocks {
			for _, line := range b.lines {
				if b.info != "json" && !j.ran[line] {
					missed = append(missed, line)
				}
			}
		}
	}
	for title := range j.stops {
		if !slices.ContainsFunc(j.page.sections, func(s *section) bool { return strings.HasPrefix(s.title, title) }) {
			missed = append(missed, "there is no section "+title)
		}
	}
	j.expect(t, fmt.Sprintf("all %d commands ran", len(j.ran)), missed...)
}

// at does one section with what belongs to it.
func (j *journey) at(t *testing.T, s *section) {
	t.Helper()
	var here stop
	longest := -1
	for title, stop := range j.stops {
		if strings.HasPrefix(s.title, title) && len(title) > longest {
			here, longest = stop, len(title)
		}
	}
	if here.before != nil {
		here.before(t)
	}
	if !t.Failed() && j.run(t, s) && here.after != nil {
		here.after(t)
	}
}

// again does a section once more, for one that needs it.
func (j *journey) again(title string) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		j.at(t, j.page.section(t, title))
	}
}

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
// file says, and nothing else.
func (j *journey) holds(t *testing.T, role, name string) {
	t.Helper()
	what := fmt.Sprintf("%s holds what the files %s say", role, name)
	files := j.built.policies(t, name)
	names := j.attached(role)
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

// state gives everything that exists, as the services tell it.
func (j *journey) state(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range j.names() {
		r := j.resources[name]
		got, err := readers[r.Type](j.account, r, j.values.Physical[name])
		if err != nil {
			j.expect(t, "everything can be read", name+": "+err.Error())
		}
		out[name] = j.values.Physical[name] + " " + canonical("", got)
	}
	return out
}

// remember keeps what exists without management.
func (j *journey) remember(t *testing.T) {
	t.Helper()
	if j.before == nil {
		j.before = j.state(t)
	}
}

// managed checks that switching management on makes the vendor's role and its
// policies, trusts whom it should, and changes nothing else.
func (j *journey) managed(t *testing.T) {
	t.Helper()
	if err := j.observe(); err != nil {
		j.expect(t, "management on", err.Error(), j.reasons())
		return
	}
	var wrong []string
	now := j.state(t)
	for name, r := range j.resources {
		old, there := j.before[name]
		vendors := strings.HasPrefix(name, "ManagementRole") || strings.HasPrefix(name, "ManagementPolicy")
		switch {
		case vendors == there:
			wrong = append(wrong, name+" is there")
		case !vendors && old != now[name]:
			wrong = append(wrong, name+" has changed")
		case vendors:
			differ, err := j.compare(r)
			if err != nil {
				differ = append(differ, err.Error())
			}
			wrong = append(wrong, differ...)
		}
	}
	role := j.resources["ManagementRole"]
	trust := canonical("", role.Properties["AssumeRolePolicyDocument"])
	if !strings.Contains(trust, j.words["VENDOR_ROLE_ARN"]) || !strings.Contains(trust, j.words["VENDOR_EXTERNAL_ID"]) || len(j.words["VENDOR_EXTERNAL_ID"]) != 32 {
		wrong = append(wrong, "the trust is "+trust)
	}
	j.expect(t, "management on makes the vendor's role and changes nothing else", wrong...)
}

// unmanaged checks that what exists is what existed before.
func (j *journey) unmanaged(t *testing.T) {
	t.Helper()
	if err := j.observe(); err != nil {
		j.expect(t, "management off", err.Error(), j.reasons())
		return
	}
	var wrong []string
	now := j.state(t)
	for name := range j.before {
		if now[name] != j.before[name] {
			wrong = append(wrong, name+" was "+j.before[name]+" and is "+now[name])
		}
	}
	for name := range now {
		if _, ok := j.before[name]; !ok {
			wrong = append(wrong, name+" is there")
		}
	}
	wrong = append(wrong, j.localPolicies(t, "-management")...)
	j.expect(t, "management off removes the vendor's role and its policies, and changes nothing else", wrong...)
}

// cutOff checks that the role is gone before the stack knows, and then lets
// the stack know.
func (j *journey) cutOff(t *testing.T) {
	t.Helper()
	name := fmt.Sprint(j.resources["ManagementRole"].Properties["RoleName"])
	_, err := j.account.call("iam", "get_role", object{"RoleName": name})
	var refused *apiError
	if !errors.As(err, &refused) || !refused.gone() {
		j.expect(t, "the vendor is cut off at once", "the role answers", fmt.Sprint(err))
		return
	}
	j.expect(t, "the vendor is cut off at once")
	j.again("Off")(t)
}

// noOwnRole makes the vendor's role by hand once more, looks at it, and removes
// it as the page says.
func (j *journey) noOwnRole(t *testing.T) {
	t.Helper()
	role := j.words["MANAGEMENT_ROLE"]
	gone := func(when string) bool {
		_, err := j.account.call("iam", "get_role", object{"RoleName": role})
		var refused *apiError
		left := j.localPolicies(t, "management-policy")
		if !errors.As(err, &refused) || !refused.gone() || len(left) > 0 {
			j.expect(t, "the role made by hand is gone "+when, fmt.Sprint(err, left))
			return false
		}
		return true
	}
	s := j.page.section(t, "Instead: with tooling of your own")
	if !gone("after the section") || !j.runBlock(t, s, 0) {
		return
	}
	j.holds(t, role, "management-policy")
	answer, err := j.account.call("iam", "get_role", object{"RoleName": role})
	if err != nil {
		t.Fatal(err)
	}
	trust := canonical("", answer["Role"].(object)["AssumeRolePolicyDocument"])
	if !strings.Contains(trust, `"AWS":"`+j.words["VENDOR_ROLE_ARN"]+`"`) || !strings.Contains(trust, `"sts:ExternalId":"`+j.words["VENDOR_EXTERNAL_ID"]+`"`) {
		j.expect(t, "the role made by hand trusts the vendor alone", trust)
		return
	}
	if j.runBlock(t, s, 1) && gone("again") {
		j.expect(t, "the role made by hand trusts the vendor alone, and goes as it came")
	}
}

// upgrade installs the next release with that release's own page, and goes
// back with this one's.
func (j *journey) upgrade(t *testing.T) {
	t.Helper()
	source := filepath.Join(j.work, "next")
	if err := release(j.vendor.dir(), source); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(j.work, "update")
	if err := os.Mkdir(into, 0o755); err != nil {
		t.Fatal(err)
	}
	b := build(t, source, into)
	next := &journey{
		customer: &customer{
			deployment: j.deployment, dir: b.dir, page: b.page(t), words: maps.Clone(j.words), ran: map[string]bool{},
		},
		vendor: j.vendor, built: b,
	}
	next.words["RELEASE"] = "2"
	j.code(t, next.customer, "2")
	for _, s := range next.page.sections {
		first := 0
		switch {
		case s.title == "Zips", s.title == "Images":
			first = 1 // the bucket and the repositories are there
		case strings.HasPrefix(s.title, "3. "), strings.HasPrefix(s.title, "Instead: a role"), s.title == "See what runs now",
			s.title == "Update the stack", s.title == "See what has drifted":
		default:
			continue
		}
		for i := first; i < len(s.blocks); i++ {
			if !next.runBlock(t, s, i) {
				return
			}
		}
		if strings.HasPrefix(s.title, "3. ") {
			next.setupLent(t)
		}
	}
	first := j.template
	j.template = b.parse(t)
	if err := j.observe(); err != nil {
		j.expect(t, "the next release replaces this one", err.Error(), j.reasons())
		return
	}
	j.readBack(t, "next release")
	if !next.run(t, next.page.section(t, "6. Take ")) {
		return
	}
	next.setupTakenBack(t)

	// Back to this release: what the next one added stays, outside the stack.
	if !j.run(t, j.page.section(t, "Update the stack")) {
		return
	}
	j.template = first
	if err := j.observe(); err != nil {
		j.expect(t, "this release replaces the next one", err.Error(), j.reasons())
		return
	}
	j.readBack(t, "back to this release")
}

// newerCode lets the vendor in, with zips that nobody has deployed.
func (j *journey) newerCode(t *testing.T) {
	t.Helper()
	j.again("On")(t)
	j.code(t, j.customer, "newer")
}

// updated finds the function that a command of the vendor updates with a zip.
var updated = regexp.MustCompile(`^aws lambda update-function-code --function-name (\S+) --zip-file fileb://CODE_FOLDER/(\S+)\.zip$`)

// vendorUpdated checks that live functions run what the vendor has put there,
// and lets the vendor out.
func (j *journey) vendorUpdated(t *testing.T) {
	t.Helper()
	var wrong []string
	for _, line := range slices.Collect(maps.Keys(j.ran)) {
		m := updated.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		answer, err := j.account.call("lambda", "get_function", object{"FunctionName": m[1]})
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		configuration, _ := answer["Configuration"].(object)
		if want := j.account.zips[place{j.words["CODE_BUCKET"], m[2] + "-newer.zip"}]; want == "" || configuration["CodeSha256"] != want {
			wrong = append(wrong, m[1]+" runs other code")
		}
	}
	j.expect(t, "live functions run what the vendor has put there", wrong...)
	j.run(t, j.page.section(t, "Off"))
	if err := j.observe(); err != nil {
		j.expect(t, "management off", err.Error())
	}
}

// stays finds the names in the table of what a deleted stack leaves.
var stays = regexp.MustCompile("(?m)^\\| ([^|]+) \\| `([^`]+)` \\|")

// tableIsRight compares that table with the template.
func (j *journey) tableIsRight(t *testing.T) {
	t.Helper()
	var want, got []string
	for name, r := range j.resources {
		// Policies go with their bucket or queue.
		if r.Retained() && !strings.HasSuffix(r.Type, "Policy") {
			id := j.values.Physical[name]
			if r.Type == "AWS::SQS::Queue" {
				id = path.Base(id)
			}
			want = append(want, id)
		}
	}
	for _, m := range stays.FindAllStringSubmatch(j.page.section(t, "What stays").text, -1) {
		if m[1] != "secrets" {
			got = append(got, j.filled(t, m[2]))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		j.expect(t, "the table names what stays", fmt.Sprintf("%q", got), fmt.Sprintf("want %q", want))
		return
	}
	j.expect(t, fmt.Sprintf("the table names the %d things that stay", len(want)))
}

// useIt puts something into what stays, so that deleting it means something.
func (j *journey) useIt(t *testing.T) {
	t.Helper()
	for _, name := range j.names() {
		if j.resources[name].Type != "AWS::S3::Bucket" {
			continue
		}
		bucket := j.values.Physical[name]
		for _, step := range []struct {
			operation string
			more      object
		}{{"put_object", object{"Body": "one"}}, {"put_object", object{"Body": "two"}}, {"delete_object", nil}, {"put_object", object{"Body": "three"}}} {
			parameters := object{"Bucket": bucket, "Key": "folder/file name.txt"}
			maps.Copy(parameters, step.more)
			if _, err := j.account.call("s3", step.operation, parameters); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// nothingLeft checks that nothing of the stack exists any more.
func (j *journey) nothingLeft(t *testing.T) {
	t.Helper()
	var wrong []string
	for _, name := range j.names() {
		r := j.resources[name]
		_, err := readers[r.Type](j.account, r, j.values.Physical[name])
		var refused *apiError
		if !errors.As(err, &refused) || !refused.gone() {
			wrong = append(wrong, fmt.Sprintf("%s (%s): %v", name, r.Type, err))
		}
	}
	j.expect(t, "nothing of the stack is left", wrong...)
}

// accountIsEmpty checks that the page leaves nothing but the role that was
// there before, and the table that only the next release had.
func (j *journey) accountIsEmpty(t *testing.T) {
	t.Helper()
	wrong := j.localPolicies(t, "")
	for _, list := range []struct {
		service, operation, key, name string
		but                           string
	}{
		{"iam", "list_roles", "Roles", "RoleName", installer},
		{"s3", "list_buckets", "Buckets", "Name", ""},
		{"ecr", "describe_repositories", "repositories", "repositoryName", ""},
		{"ssm", "describe_parameters", "Parameters", "Name", ""},
		{"lambda", "list_functions", "Functions", "FunctionName", ""},
		{"logs", "describe_log_groups", "logGroups", "logGroupName", ""},
		{"sqs", "list_queues", "QueueUrls", "", ""},
		{"dynamodb", "list_tables", "TableNames", "", "-added"},
	} {
		answer, err := j.account.call(list.service, list.operation, object{})
		if err != nil {
			t.Fatal(err)
		}
		found, _ := answer[list.key].([]any)
		for _, f := range found {
			name := fmt.Sprint(f)
			if m, ok := f.(object); ok {
				name = fmt.Sprint(m[list.name])
			}
			if list.but == "" || !strings.HasSuffix(name, list.but) {
				wrong = append(wrong, list.service+": "+name)
			}
		}
	}
	j.expect(t, "the account is as it was before", wrong...)
}
