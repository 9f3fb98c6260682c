// Package bench measures alienc on large stacks. It holds the generator of
// such stacks and Go benchmarks; cold, below it, measures whole processes.
// Nothing here decides whether a build is good: targets are printed beside the
// numbers, since a number depends on the machine.
package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// group is the size of one service: two storages, a kv, two queues, a vault
// and four functions with one profile.
const group = 10

// Write makes a project in dir whose alien.ts declares n resources, and gives
// the path of that file. The same n makes the same bytes.
func Write(dir string, n int) (string, error) {
	if err := os.MkdirAll(filepath.Join(dir, "src"), 0o755); err != nil {
		return "", err
	}
	entry := filepath.Join(dir, "alien.ts")
	return entry, os.WriteFile(entry, []byte(Generate(n)), 0o644)
}

// Generate gives an alien.ts of n resources: services as a vendor would write
// them, one after another, and what is left over as Kv. Its functions have
// their sources in ./src.
func Generate(n int) string {
	var b strings.Builder
	b.WriteString("import * as alien from \"@alienplatform/core\"\n\nconst stack = new alien.Stack(\"large\").platforms([\"aws\"])\n")
	for i := range n / group {
		fmt.Fprintf(&b, service, i)
	}
	for i := range n % group {
		fmt.Fprintf(&b, "\nstack.add(new alien.Kv(\"spare%d\").build(), \"frozen\")\n", i)
	}
	b.WriteString("\nexport default stack\n  .permissions({\n    profiles: {\n")
	for i := range n / group {
		fmt.Fprintf(&b, profile, i)
	}
	b.WriteString("    },\n  })\n  .build()\n")
	return b.String()
}

// service takes the number of the service, so that every id differs.
const service = `
const data%[1]d = new alien.Storage("data%[1]d").versioning(true).lifecycleRules([{ days: 90, prefix: "tmp/" }]).build()
const files%[1]d = new alien.Storage("files%[1]d").build()
const cache%[1]d = new alien.Kv("cache%[1]d").build()
const jobs%[1]d = new alien.Queue("jobs%[1]d").build()
const mail%[1]d = new alien.Queue("mail%[1]d").build()
const keys%[1]d = new alien.Vault("keys%[1]d").build()

const api%[1]d = new alien.Function("api%[1]d")
  .code({ type: "source", src: "./src", toolchain: { type: "docker" } })
  .memoryMb(512)
  .timeoutSeconds(30)
  .ingress("public")
  .environment({ STAGE: "production", SERVICE: "service %[1]d" })
  .link(data%[1]d).link(cache%[1]d).link(jobs%[1]d).link(keys%[1]d)
  .permissions("service%[1]d")
  .build()

const worker%[1]d = new alien.Function("worker%[1]d")
  .code({ type: "source", src: "./src", toolchain: { type: "typescript" } })
  .concurrencyLimit(10)
  .link(data%[1]d).link(cache%[1]d).link(jobs%[1]d).link(keys%[1]d)
  .trigger({ type: "queue", queue: jobs%[1]d.ref() })
  .permissions("service%[1]d")
  .build()

const intake%[1]d = new alien.Function("intake%[1]d")
  .code({ type: "source", src: "./src", toolchain: { type: "typescript" } })
  .link(data%[1]d).link(cache%[1]d).link(jobs%[1]d).link(keys%[1]d)
  .trigger({ type: "storage", storage: data%[1]d.ref(), events: ["created"] })
  .permissions("service%[1]d")
  .build()

const nightly%[1]d = new alien.Function("nightly%[1]d")
  .code({ type: "source", src: "./src", toolchain: { type: "rust", binaryName: "bootstrap" } })
  .link(data%[1]d).link(cache%[1]d).link(jobs%[1]d).link(keys%[1]d)
  .trigger({ type: "schedule", cron: "0 3 * * *" })
  .permissions("service%[1]d")
  .build()

stack
  .add(data%[1]d, "frozen").add(files%[1]d, "frozen").add(cache%[1]d, "frozen")
  .add(jobs%[1]d, "frozen").add(mail%[1]d, "live").add(keys%[1]d, "frozen")
  .add(api%[1]d, "live").add(worker%[1]d, "live").add(intake%[1]d, "live").add(nightly%[1]d, "live")
`

const profile = `      service%[1]d: {
        data%[1]d: ["storage/data-read", "storage/data-write"],
        cache%[1]d: ["kv/data-read", "kv/data-write"],
        jobs%[1]d: ["queue/data-read", "queue/data-write"],
        keys%[1]d: ["vault/data-read"],
      },
`
