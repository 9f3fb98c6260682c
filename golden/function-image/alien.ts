import * as alien from "@alienplatform/core"

const worker = new alien.Function("worker")
  .code({ type: "image", image: "registry.example.com/worker@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" })
  .memoryMb(1024)
  .timeoutSeconds(60)
  .concurrencyLimit(5)
  .permissions("execution")
  .build()

export default new alien.Stack("imaged")
  .add(worker, "live")
  .permissions({ profiles: { execution: {} } })
  .build()
