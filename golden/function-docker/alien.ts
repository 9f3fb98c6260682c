import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "docker", buildArgs: { LEVEL: "3" }, target: "run" } })
  .permissions("execution")
  .build()

export default new alien.Stack("docked")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
