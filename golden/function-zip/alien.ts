import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .permissions("execution")
  .build()

export default new alien.Stack("zipped")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
