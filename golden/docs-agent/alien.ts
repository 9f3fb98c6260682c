import * as alien from "@alienplatform/core"

const workspace = new alien.Storage("workspace").build()
const secrets = new alien.Vault("integrations").build()

const agent = new alien.Function("agent")
  .code({ type: "source", src: "./", toolchain: { type: "typescript" } })
  .link(workspace)
  .link(secrets)
  .commandsEnabled(true)
  .ingress("private")
  .permissions("execution")
  .build()

export default new alien.Stack("my-agent")
  .add(workspace, "frozen")
  .add(secrets, "frozen")
  .add(agent, "live")
  .permissions({
    profiles: {
      execution: {
        workspace: ["storage/data-read", "storage/data-write"],
        integrations: ["vault/data-read"],
      },
    },
  })
  .build()
