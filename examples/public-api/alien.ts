import * as alien from "@alienplatform/core"

const cache = new alien.Kv("cache").build()
const secrets = new alien.Vault("api-keys").build()

const api = new alien.Function("api")
  .code({ type: "source", src: "./api", toolchain: { type: "typescript" } })
  .link(cache)
  .link(secrets)
  .ingress("public")
  .memoryMb(512)
  .timeoutSeconds(30)
  .permissions("execution")
  .build()

export default new alien.Stack("my-api")
  .add(cache, "frozen")
  .add(secrets, "frozen")
  .add(api, "live")
  .permissions({
    profiles: {
      execution: {
        cache: ["kv/data-read", "kv/data-write"],
        "api-keys": ["vault/data-read"],
      },
    },
  })
  .build()
