import * as alien from "@alienplatform/core"

const credentials = new alien.Vault("credentials").build()

export default new alien.Stack("keys").add(credentials, "frozen").build()
