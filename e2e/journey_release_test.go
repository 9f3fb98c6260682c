package e2e

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

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

	// The policies of the release that runs are lent beside those of the next.
	down := j.page.section(t, "12. Tear down")
	if !j.run(t, j.page.section(t, "3. Lend ")) || !j.runBlock(t, down, 0) {
		return
	}
	earlier := j.attached(installer)
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
			next.holds(t, installer, "setup-policy", earlier...)
		}
	}
	first := j.template
	j.template = b.parse(t)
	if err := j.observe(); err != nil {
		j.expect(t, "the next release replaces this one", err.Error(), j.reasons())
		return
	}
	j.readBack(t, "next release")
	if !next.run(t, next.page.section(t, "6. Take ")) || !j.runBlock(t, j.page.section(t, "6. Take "), 0) || !j.runBlock(t, down, 2) {
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
