import * as alien from "@alienplatform/core"

const site = new alien.Storage("site").publicRead(true).build()

export default new alien.Stack("website").add(site, "live").build()
