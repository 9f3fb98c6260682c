package e2e

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// installer is the role that the customer installs with.
const installer = "installer"

// cannot lists what the emulator (MiniStack 1.5.33) refuses, and its words.
// A command of the list that works is an error: the list is then too long.
var cannot = []struct{ command, answer, why string }{
	{"aws ecr put-replication-configuration ", "Unknown action: PutReplicationConfiguration", "the emulator has no replication"},
}

// customer follows a DEPLOY.md word by word.
type customer struct {
	*deployment
	dir    string // that holds the page
	page   *page
	words  map[string]string // for placeholders
	role   string            // ARN of the role for CloudFormation; empty: there is none
	ran    map[string]bool   // commands, as they stand on the page
	output string            // of the last command
}

// stand-ins for what cannot run here: the AWS CLI with the emulator behind it,
// and Docker, whose push puts a manifest that names the image.
const (
	awsScript = `#!/bin/sh
case "$*" in
"cloudformation wait "*) sleep 3 ;; # the CLI asks at once and then every 30 s, the emulator needs two
"cloudformation deploy "*) sleep 1 ;; # the CLI names change sets by the second
esac
exec '%s' "$@" --endpoint-url '%s'
`
	dockerScript = `#!/bin/sh
set -eu
case "$1" in
login) [ "$2 $3 $4" = "--username AWS --password-stdin" ] && [ -n "$(cat)" ] && echo "$5" > "$HOME/registry" ;;
pull) [ "$2" = --platform ] && [ "$3" = linux/amd64 ] && echo "$4" >> "$HOME/images" ;;
tag) grep -qxF "$2" "$HOME/images" && echo "$2" > "$HOME/tagged" ;;
push)
  registry=${2%%/*} name=${2#*/}
  [ "$registry" = "$(cat "$HOME/registry")" ]
  aws ecr put-image --repository-name "${name%:*}" --image-tag "${name##*:}" --image-manifest "{\"image\":\"$(cat "$HOME/tagged")\"}" ;;
*) exit 64 ;;
esac
`
)

// programs puts the stand-ins on the customer's path.
func (c *customer) programs(t *testing.T) {
	t.Helper()
	cli, err := program("aws", toolsBin)
	if err != nil {
		t.Fatal(err)
	}
	for name, script := range map[string]string{"aws": fmt.Sprintf(awsScript, cli, c.engine.url), "docker": dockerScript} {
		if err := os.WriteFile(filepath.Join(c.work, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	results.skip("moving images with docker: a stand-in puts a manifest instead")
}

// whole finds words that may be placeholders.
var whole = regexp.MustCompile(`\b[A-Z0-9]+(?:_[A-Z0-9]+)*\b`)

// filled puts the customer's values in the place of placeholders.
func (c *customer) filled(t *testing.T, text string) string {
	t.Helper()
	return whole.ReplaceAllStringFunc(text, func(w string) string {
		if !slices.Contains(c.page.placeholders, w) {
			return w
		}
		if c.words[w] == "" {
			t.Fatalf("nobody knows a value for %s in %s", w, text)
		}
		return c.words[w]
	})
}

// run runs the commands of a section and says whether all went as the page
// says.
func (c *customer) run(t *testing.T, s *section) bool {
	t.Helper()
	for i := range s.blocks {
		if !c.runBlock(t, s, i) {
			return false
		}
	}
	return true
}

func (c *customer) runBlock(t *testing.T, s *section, i int) bool {
	t.Helper()
	b := s.blocks[i]
	switch b.info {
	case "json": // the reader keeps it
		text := c.filled(t, strings.Join(b.lines, "\n")+"\n")
		if err := os.WriteFile(filepath.Join(c.dir, "replication.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return true
	case "sh", "sh fails":
	default:
		t.Fatalf("%s: nobody knows what a block of %q is", s.title, b.info)
	}
	for _, line := range b.lines {
		if !c.command(t, s.title, line, b.info == "sh fails") {
			return false
		}
	}
	return true
}

// command runs one line as it stands on the page.
func (c *customer) command(t *testing.T, title, line string, refused bool) bool {
	t.Helper()
	what := fmt.Sprintf("%s: %s: %s", c.name, title, short(line))
	c.ran[line] = true
	out, err := c.shell(c.filled(t, line) + c.more(line))
	c.output = out
	for _, known := range cannot {
		if !strings.HasPrefix(line, known.command) {
			continue
		}
		if err == nil || !strings.Contains(out, known.answer) {
			results.fail(t, what+" is not possible: "+known.why, "the list in this test says so, the emulator says", out)
			return false
		}
		results.skip("%s: %s", short(line), known.why)
		return true
	}
	switch {
	case refused && (err == nil || !strings.Contains(out, "NoSuchEntity")):
		results.fail(t, what+" is refused", out)
		return false
	case !refused && err != nil:
		results.fail(t, what, out, err.Error(), c.reasons())
		return false
	}
	results.pass("%s", what)
	c.chosen(c.filled(t, line))
	c.learn(line)
	return true
}

// more is what the page says to add to a command.
func (c *customer) more(line string) string {
	if c.role != "" && strings.HasPrefix(line, "aws cloudformation deploy --disable-rollback ") {
		return " --role-arn " + c.role
	}
	return ""
}

// learn keeps what a command prints for later ones.
func (c *customer) learn(line string) {
	out := strings.TrimSpace(c.output)
	if strings.HasPrefix(line, "openssl rand ") {
		c.words["VENDOR_EXTERNAL_ID"] = out
	}
	if m := digestOf.FindStringSubmatch(line); m != nil {
		c.words["DIGEST_OF_"+strings.ToUpper(strings.ReplaceAll(m[1], "-", "_"))] = out
	}
}

// digestOf finds the command that prints the digest of a function's image.
var digestOf = regexp.MustCompile(`^aws ecr describe-images --repository-name \S+-code/(\S+) `)

// short gives the words of a command that say what it is.
func short(line string) string {
	words := strings.Fields(line)
	if len(words) > 3 && words[0] == "aws" {
		return strings.Join(words[:3], " ")
	}
	return words[0] + " " + words[1]
}

// shell runs a line with the customer's programs and nothing of this machine's
// accounts.
func (c *customer) shell(line string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	run := exec.CommandContext(ctx, "sh", "-c", line)
	run.Dir = c.dir
	run.WaitDelay = 5 * time.Second
	run.Env = append(c.engine.environment(c.account.id), "HOME="+c.work, "PATH="+c.work+":"+os.Getenv("PATH"))
	out, err := run.CombinedOutput()
	return string(out), err
}

// given finds the parameters that an update gives a value to.
var given = regexp.MustCompile(` ParameterKey=([A-Za-z0-9]+),ParameterValue=(\S*)`)

// chosen notes the values that a command gave to the stack's parameters.
func (c *customer) chosen(line string) {
	if !strings.HasPrefix(line, "aws cloudformation ") || !strings.Contains(line, "--stack-name "+c.stack+" ") ||
		strings.Contains(line, "--no-execute-changeset") {
		return
	}
	maps.Copy(c.values.Parameters, overridden(line))
	for _, m := range given.FindAllStringSubmatch(line, -1) {
		c.values.Parameters[m[1]] = m[2]
	}
}

// expect reports a fact about what exists.
func (c *customer) expect(t *testing.T, what string, wrong ...string) {
	t.Helper()
	if len(wrong) > 0 {
		results.fail(t, c.name+": "+what, wrong...)
		return
	}
	results.pass("%s: %s", c.name, what)
}
