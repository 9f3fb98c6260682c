import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .ingress("public")
  .readinessProbe({ path: "/ready" })
  .permissions("execution")
  .build()

export default new alien.Stack("open")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
