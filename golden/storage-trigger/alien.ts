import * as alien from "@alienplatform/core"

const uploads = new alien.Storage("uploads").build()

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(uploads)
  .trigger({ type: "storage", storage: uploads.ref(), events: ["created", "deleted"] })
  .permissions("execution")
  .build()

export default new alien.Stack("watcher")
  .add(uploads, "frozen")
  .add(worker, "live")
  .permissions({ profiles: { execution: { uploads: ["storage/data-read"] } } })
  .build()
