// Function "worker": counts the words of each job's text and stores the result.
// A job is a message such as {"id": "42", "text": "to be or not to be"}.
import { HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"

type QueueEvent = { Records: { messageId: string; body: string }[] }
type Failures = { batchItemFailures: { itemIdentifier: string }[] }

const results: { bucketName: string } = JSON.parse(process.env.ALIEN_RESULTS_BINDING ?? "{}")
const s3 = new S3Client({})

// A message that fails is reported and comes back; after five receives it goes
// to the dead-letter queue. The others of the batch are done.
export const handler = async (event: QueueEvent): Promise<Failures> => {
  const failed: string[] = []
  for (const message of event.Records) {
    try {
      await work(message.body)
    } catch (error) {
      console.error(JSON.stringify({ message: message.messageId, error: String(error) }))
      failed.push(message.messageId)
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}

async function work(body: string): Promise<void> {
  const job = JSON.parse(body) as { id?: string; text?: string }
  if (!job.id || !/^[\w-]{1,64}$/.test(job.id)) throw new Error("a job has an id of 1 to 64 letters, digits, - or _")
  if (typeof job.text !== "string") throw new Error(`job ${job.id} has no text`)

  // Delivery is at least once: a job that is done already stays as it is.
  const Key = `words/${job.id}.json`
  if (await exists(Key)) return

  const words: Record<string, number> = Object.create(null)
  for (const word of job.text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    words[word] = (words[word] ?? 0) + 1
  }
  const Body = JSON.stringify({ job: job.id, words })
  await s3.send(new PutObjectCommand({ Bucket: results.bucketName, Key, Body, ContentType: "application/json" }))
}

async function exists(Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: results.bucketName, Key }))
    return true
  } catch (error) {
    if ((error as { name?: string }).name === "NotFound") return false
    throw error
  }
}
