import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .environment({ STAGE: "production", GREETING: 'a "quoted" ${value}\nand: more', EMPTY: "" })
  .permissions("execution")
  .build()

export default new alien.Stack("settings")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
