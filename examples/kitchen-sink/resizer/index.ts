// Function "resizer": one handler for everything that calls it: objects of a
// bucket, jobs of a queue, schedules, and commands of the vendor.
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs"

type ObjectRecord = { eventSource: "aws:s3"; eventName: string; s3: { bucket: { name: string }; object: { key: string; size?: number } } }
type JobRecord = { eventSource: "aws:sqs"; messageId: string; body: string }
type Schedule = { source: "alien.schedule"; time: string; detail: { function: string; trigger: number } }
type Command = { command: string }
type Call = { Records: (ObjectRecord | JobRecord)[] } | Schedule | Command

const jobs: { queueUrl: string } = JSON.parse(process.env.ALIEN_RESIZE_JOBS_BINDING ?? "{}")
const notices: { queueUrl: string } = JSON.parse(process.env.ALIEN_NOTIFY_JOBS_BINDING ?? "{}")
const sqs = new SQSClient({})

export const handler = async (call: Call): Promise<unknown> => {
  if ("Records" in call) return records(call.Records)
  if ("source" in call) return { schedule: call.detail.trigger, at: call.time }
  if ("command" in call) return { pong: call.command }
  throw new Error(`unknown call: ${Object.keys(call).join(", ")}`)
}

// Only queue records may come back one by one; an object that fails fails the call.
async function records(all: (ObjectRecord | JobRecord)[]): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  const failed: { itemIdentifier: string }[] = []
  for (const record of all) {
    if (record.eventSource === "aws:s3") {
      await object(record)
      continue
    }
    try {
      await job(record)
    } catch (error) {
      console.error(JSON.stringify({ message: record.messageId, error: String(error) }))
      failed.push({ itemIdentifier: record.messageId })
    }
  }
  return { batchItemFailures: failed }
}

async function object({ eventName, s3: { bucket, object } }: ObjectRecord): Promise<void> {
  const key = decodeURIComponent(object.key.replaceAll("+", " "))
  if (!eventName.startsWith("ObjectCreated:")) return
  await send(jobs.queueUrl, { bucket: bucket.name, key, size: object.size ?? 0 })
}

async function job(record: JobRecord): Promise<void> {
  const { key, size } = JSON.parse(record.body) as { key?: string; size?: number }
  if (!key) throw new Error("a job names a key")
  await send(notices.queueUrl, { done: key, size })
}

async function send(QueueUrl: string, body: unknown): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }))
}
