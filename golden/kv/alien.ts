import * as alien from "@alienplatform/core"

const cache = new alien.Kv("cache").build()

export default new alien.Stack("lookups").add(cache, "frozen").build()
