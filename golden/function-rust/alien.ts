import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "rust", binaryName: "worker" } })
  .permissions("execution")
  .build()

export default new alien.Stack("rusty")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
