import * as alien from "@alienplatform/core"

const cache = new alien.Kv("cache").build()
const sessions = new alien.Kv("sessions").build()
const unlinked = new alien.Kv("unlinked").build()

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(cache)
  .link(sessions)
  .permissions("execution")
  .build()

export default new alien.Stack("starred")
  .add(cache, "frozen")
  .add(sessions, "frozen")
  .add(unlinked, "frozen")
  .add(worker, "live")
  .permissions({ profiles: { execution: { "*": ["kv/data-read"], cache: ["kv/data-read", "kv/data-write"] } } })
  .build()
