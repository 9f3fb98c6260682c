import * as alien from "@alienplatform/core"

const archive = new alien.Storage("archive")
  .versioning(true)
  .lifecycleRules([{ days: 30, prefix: "tmp/" }, { days: 365 }])
  .build()

export default new alien.Stack("records").add(archive, "frozen").build()
