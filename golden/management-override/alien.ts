import * as alien from "@alienplatform/core"

const cache = new alien.Kv("cache").build()
const jobs = new alien.Queue("jobs").build()

// Nothing but what is listed: no state of the stack, no metrics, no queue.
export default new alien.Stack("listed")
  .add(cache, "live")
  .add(jobs, "frozen")
  .permissions({
    profiles: {},
    management: { override: { "*": ["kv/heartbeat"], cache: ["kv/management"] } },
  })
  .build()
