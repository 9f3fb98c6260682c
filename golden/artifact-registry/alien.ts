import * as alien from "@alienplatform/core"

const images = new alien.ArtifactRegistry("images").build()

export default new alien.Stack("registry").add(images, "frozen").build()
