import * as alien from "@alienplatform/core"

const events = new alien.Kv("events").build()

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(events)
  .permissions("execution")
  .build()

export default new alien.Stack("recorder")
  .add(events, "frozen")
  .add(worker, "live")
  .platforms(["aws"])
  .permissions({ profiles: { execution: { events: ["kv/data-write"] } } })
  .build()
