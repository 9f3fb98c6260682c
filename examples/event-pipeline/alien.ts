import * as alien from "@alienplatform/core"

const results = new alien.Storage("results").build()
const jobs = new alien.Queue("jobs").build()

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(results)
  .link(jobs)
  .trigger({ type: "queue", queue: jobs.ref() })
  .permissions("processing")
  .build()

export default new alien.Stack("pipeline")
  .add(results, "frozen")
  .add(jobs, "frozen")
  .add(worker, "live")
  .permissions({
    profiles: {
      processing: {
        results: ["storage/data-read", "storage/data-write"],
        jobs: ["queue/data-read"],
      },
    },
  })
  .build()
