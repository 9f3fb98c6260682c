import * as alien from "@alienplatform/core"

const uploads = new alien.Storage("uploads").build()

const worker = new alien.Function("worker")
  .code({ type: "image", image: "ghcr.io/acme/worker@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" })
  .permissions("processing")
  .build()

// A set of the vendor's own, on a resource that is live.
const metrics = {
  id: "acme/request-metrics",
  description: "Switch request metrics of the uploads on and off.",
  platforms: {
    aws: [
      {
        grant: { actions: ["s3:GetMetricsConfiguration", "s3:PutMetricsConfiguration"] },
        binding: { resource: { resources: ["arn:aws:s3:::${resourceName}"] } },
      },
    ],
  },
}

export default new alien.Stack("extended")
  .add(uploads, "live")
  .add(worker, "frozen")
  .permissions({
    profiles: { processing: {} },
    management: { extend: { worker: ["function/invoke"], uploads: [metrics] } },
  })
  .build()
