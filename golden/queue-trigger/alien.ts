import * as alien from "@alienplatform/core"

const jobs = new alien.Queue("jobs").build()

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(jobs)
  .trigger({ type: "queue", queue: jobs.ref() })
  .timeoutSeconds(30)
  .permissions("execution")
  .build()

export default new alien.Stack("consumer")
  .add(jobs, "frozen")
  .add(worker, "live")
  .permissions({ profiles: { execution: { jobs: ["queue/data-read"] } } })
  .build()
