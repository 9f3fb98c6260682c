package golden_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/rogpeppe/go-internal/txtar"
)

// released is a program in which a case writes two things in turn in place of
// each word in capitals.
const released = `import * as alien from "@alienplatform/core"
const images = new alien.ArtifactRegistry("images").replicationRegions(REGIONS).build()
const data = new alien.Storage("data").build()
const api = new alien.Function("api").code(CODE).link(data).commandsEnabled(COMMANDS).permissions("api").build()
const mine = { id: "acme/tags", description: "Reads tags.", platforms: { aws: [{ effect: "Allow", grant: { actions: ACTIONS }, binding: { resource: { resources: ["arn:aws:s3:::${resourceName}"] }BOUND } }] } }
export default new alien.Stack("app").add(images, "frozen").add(data, "frozen").add(api, "frozen").add(new alien.Queue("jobs").build(), "live")
  .permissions({ profiles: { api: { data: [mine] } }, management: MANAGEMENT })
  .build()
`

// asWritten is what stands in a program for each word that a case leaves alone.
var asWritten = map[string]string{
	"REGIONS": `["eu-west-1"]`, "COMMANDS": "false", "ACTIONS": `["s3:GetBucketTagging"]`, "BOUND": "", "MANAGEMENT": `"auto"`,
	"CODE": `{ type: "source", src: "./api", toolchain: { type: "typescript" } }`,
}

// TestTheSameOutputNeedsNoSetup changes what customers cannot notice: the
// output stays the same, and no customer is asked to run setup again.
func TestTheSameOutputNeedsNoSetup(t *testing.T) {
	docker := func(src, file string) string {
		return `{ type: "source", src: "` + src + `", toolchain: { type: "docker", dockerfile: "` + file + `" } }`
	}
	for name, c := range map[string]map[string][2]string{
		"folder":     {"CODE": {asWritten["CODE"], strings.Replace(asWritten["CODE"], "./api", "./", 1)}},
		"program":    {"CODE": {asWritten["CODE"], strings.Replace(asWritten["CODE"], `"typescript"`, `"typescript", binaryName: "api"`, 1)}},
		"dockerfile": {"CODE": {docker("./api", "Dockerfile"), docker("./", "api/Dockerfile")}},
		"regions":    {"REGIONS": {`["eu-west-1"]`, `["us-east-1", "eu-west-1"]`}},
		"no regions": {"REGIONS": {`["eu-west-1"]`, `[]`}},
		"mode":       {"MANAGEMENT": {`"auto"`, `{ extend: {} }`}},
		"held":       {"MANAGEMENT": {`"auto"`, `{ extend: { "*": ["storage/heartbeat"], jobs: ["queue/management"] } }`}},
		"empty set":  {"MANAGEMENT": {`{ override: { data: ["storage/heartbeat"] } }`, `{ override: { data: ["storage/heartbeat"], jobs: ["queue/management"] } }`}},
		"commands":   {"COMMANDS": {"false", "true"}, "MANAGEMENT": {`{ override: {} }`, `{ override: {} }`}},
		"actions":    {"ACTIONS": {`["s3:GetBucketTagging", "s3:GetBucketCORS"]`, `["s3:GetBucketCORS", "s3:GetBucketTagging"]`}},
		"binding":    {"BOUND": {"", `, stack: { resources: ["arn:aws:s3:::elsewhere"] }`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			archive := &txtar.Archive{Files: []txtar.File{{Name: "api/index.ts"}, {Name: "api/Dockerfile"}}}
			for i, file := range []string{"older.ts", "alien.ts"} {
				source := released
				for _, word := range slices.Sorted(maps.Keys(asWritten)) {
					text := asWritten[word]
					if pair, ok := c[word]; ok {
						text = pair[i]
					}
					source = strings.ReplaceAll(source, word, text)
				}
				archive.Files = append(archive.Files, txtar.File{Name: file, Data: []byte(source)})
			}
			sameOutput(t, archive)
		})
	}
}

// explanation is what only people read in a template.
var explanation = regexp.MustCompile(`(?m)^ *#.*\n`)

func sameOutput(t *testing.T, archive *txtar.Archive) {
	t.Helper()
	root := unpack(t, archive)
	// Its name is as long as the other, so that lines fold alike.
	_, before := build(t, options(t, root, "--entry older.ts"))
	findings, now := build(t, options(t, root, "--previous older.ts"))
	if findings.HasErrors() || strings.Contains(render(findings), "release-setup-again") {
		t.Errorf("found\n%s", render(findings))
	}
	compared := 0
	for path, data := range now {
		if !strings.HasPrefix(path, "aws/") {
			continue
		}
		compared++
		one := strings.ReplaceAll(explanation.ReplaceAllString(string(before[path]), ""), "older.ts", "alien.ts")
		if two := explanation.ReplaceAllString(string(data), ""); one != two {
			t.Errorf("%s", diff.Diff("before/"+path, []byte(one), "now/"+path, []byte(two)))
		}
	}
	if compared < 5 || len(before) != len(now) {
		t.Errorf("%d files, then %d, of which %d are for AWS", len(before), len(now), compared)
	}
}
