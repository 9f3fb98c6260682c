import * as alien from "@alienplatform/core"

const tasks = new alien.Queue("tasks").build()

export default new alien.Stack("backlog").add(tasks, "live").build()
