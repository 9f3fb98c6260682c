import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .commandsEnabled(true)
  .permissions("execution")
  .build()

export default new alien.Stack("remote")
  .add(worker, "frozen")
  .permissions({ profiles: { execution: {} } })
  .build()
