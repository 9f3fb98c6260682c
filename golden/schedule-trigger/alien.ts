import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .trigger({ type: "schedule", cron: "*/15 * * * *" })
  .trigger({ type: "schedule", cron: "30 6 * * MON-FRI" })
  .permissions("execution")
  .build()

export default new alien.Stack("ticker")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
