package e2e

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
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
