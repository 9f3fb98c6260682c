import * as alien from "@alienplatform/core"

const data = new alien.Storage("data").build()

const tagging = {
  id: "acme/tagging",
  description: "Read and write the tags of reports.",
  platforms: {
    aws: [
      {
        grant: { actions: ["s3:GetObjectTagging", "s3:PutObjectTagging"] },
        binding: {
          resource: {
            resources: ["arn:aws:s3:::${resourceName}/reports/*"],
            condition: { StringEquals: { "aws:PrincipalAccount": "${awsAccountId}" } },
          },
        },
      },
    ],
  },
}

const worker = new alien.Function("worker")
  .code({ type: "source", src: "./worker", toolchain: { type: "typescript" } })
  .link(data)
  .permissions("execution")
  .build()

export default new alien.Stack("tailored")
  .add(data, "frozen")
  .add(worker, "live")
  .platforms(["aws"])
  .permissions({ profiles: { execution: { data: ["storage/data-read", tagging] } } })
  .build()
