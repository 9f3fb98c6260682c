import * as alien from "@alienplatform/core"

const data = new alien.Storage("data").build()

export default new alien.Stack("files").add(data, "frozen").build()
