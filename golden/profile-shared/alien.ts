import * as alien from "@alienplatform/core"

const data = new alien.Storage("data").build()

const reader = new alien.Function("reader")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(data)
  .permissions("access")
  .build()

const writer = new alien.Function("writer")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(data)
  .permissions("access")
  .build()

export default new alien.Stack("shared")
  .add(data, "frozen")
  .add(reader, "live")
  .add(writer, "frozen")
  .permissions({ profiles: { access: { data: ["storage/data-read", "storage/data-write"] } } })
  .build()
