// Everything that alienc compiles for AWS, in one stack.
import * as alien from "@alienplatform/core"
import limits from "./lib/limits.json"
import { greetings, queuesOf, Task } from "./lib/names"
import { busEvents, taggedReports } from "./lib/tagged"

// Resources that hold state.
const site = new alien.Storage("site").publicRead(true).build()

const uploads = new alien.Storage("uploads")
  .lifecycleRules([{ days: limits.retentionDays.scratch, prefix: "tmp/" }])
  .build()

const archive = new alien.Storage("archive")
  .publicRead(false)
  .versioning(true)
  .lifecycleRules([
    { days: 30, prefix: "drafts/" },
    { days: limits.retentionDays.archive },
  ])
  .build()

const sessions = new alien.Kv("sessions").build()
const credentials = new alien.Vault("credentials").build()

const images = new alien.ArtifactRegistry("images")
  .replicationRegions(["eu-central-1", "us-west-2"])
  .build()

const queues: alien.Queue[] = []
for (const name of await queuesOf([Task.Resize])) {
  queues.push(new alien.Queue(name).build())
}
const [resizeJobs] = queues

// A zip of TypeScript, called by every sort of trigger, and by the vendor.
const resizer = new alien.Function("resizer")
  .code({ type: "source", src: "./resizer", toolchain: { type: "typescript" } })
  .memoryMb(limits.background.memoryMb)
  .timeoutSeconds(limits.background.timeoutSeconds)
  .concurrencyLimit(5)
  .link(uploads)
  .link(archive)
  .link(resizeJobs)
  .trigger({ type: "queue", queue: resizeJobs.ref() })
  .trigger({ type: "storage", storage: uploads.ref(), events: ["created", "deleted"] })
  .trigger({ type: "storage", storage: archive.ref(), events: ["deleted"] })
  .trigger({ type: "schedule", cron: "*/15 8-18 * * MON-FRI" })
  .trigger({ type: "schedule", cron: "0 3 1 JAN,JUL *" })
  .commandsEnabled(true)
  .ingress("private")
  .permissions("background")
  .build()

// A Rust binary. Worker is another word for Function.
const reporter = new alien.Worker("reporter")
  .code({ type: "source", src: "./reporter", toolchain: { type: "rust", binaryName: "bootstrap" } })
  .memoryMb(128)
  .timeoutSeconds(60)
  .link(uploads)
  .link(archive)
  .link(resizeJobs)
  .permissions("background")
  .build()

// A container image built from a directory, open to the internet, which calls
// another function.
const api = new alien.Function("api")
  .code({
    type: "source",
    src: "./api",
    toolchain: { type: "docker", dockerfile: "Dockerfile", target: "lambda", buildArgs: { NODE_VERSION: "24" } },
  })
  .memoryMb(limits.api.memoryMb)
  .timeoutSeconds(limits.api.timeoutSeconds)
  .publicEndpoint("web")
  .readinessProbe({ method: "GET", path: "/health" })
  .environment({ ...greetings, STAGE: "production" })
  .link(site)
  .link(sessions)
  .link(credentials)
  .link(resizer)
  .permissions("web")
  .build()

// A finished image, pinned by digest, that only the customer updates.
const scanner = new alien.Function("scanner")
  .code({
    type: "image",
    image: "ghcr.io/acme/scanner:2.4.1@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  })
  .concurrencyLimit(1)
  .link(archive)
  .link(images)
  .permissions("scan")
  .build()

export default new alien.Stack("kitchen-sink")
  .platforms(["aws"])
  .add(site, "frozen")
  .add(uploads, "live")
  .add(archive, "frozen")
  .add(sessions, "live")
  .add(resizeJobs, "live")
  .add(credentials, "frozen")
  .add(images, "live")
  .add(resizer, "live")
  .add(reporter, "live")
  .add(api, "live")
  .add(scanner, "frozen")
  .permissions({
    profiles: {
      // Shared by two functions, which link the same resources.
      background: {
        archive: ["storage/data-write", taggedReports],
        "*": ["storage/data-read", "queue/data-read", "queue/data-write", "function/execute", busEvents],
      },
      web: {
        site: ["storage/data-read", "storage/data-write"],
        sessions: ["kv/data-read", "kv/data-write"],
        credentials: ["vault/data-read", "vault/data-write"],
        resizer: ["function/invoke"],
      },
      scan: {
        archive: ["storage/data-read"],
        images: ["artifact-registry/pull", "artifact-registry/push"],
      },
    },
  })
  .build()
