// Function "agent": runs one tool call for each command. A command is the JSON
// payload of the call; the answer goes back to the caller.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm"

type Command =
  | { tool: "list-notes" }
  | { tool: "read-note"; name: string }
  | { tool: "write-note"; name: string; text: string }
  | { tool: "notify"; text: string }

const workspace: { bucketName: string } = JSON.parse(process.env.ALIEN_WORKSPACE_BINDING ?? "{}")
const integrations: { vaultPrefix: string } = JSON.parse(process.env.ALIEN_INTEGRATIONS_BINDING ?? "{}")

const s3 = new S3Client({})
const ssm = new SSMClient({})

export const handler = async (command: Command): Promise<unknown> => {
  switch (command.tool) {
    case "list-notes": {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: workspace.bucketName, Prefix: "notes/" }))
      return { notes: (page.Contents ?? []).map((object) => object.Key) }
    }
    case "read-note": {
      const note = await s3.send(new GetObjectCommand({ Bucket: workspace.bucketName, Key: key(command.name) }))
      return { text: await note.Body?.transformToString() }
    }
    case "write-note":
      await s3.send(new PutObjectCommand({ Bucket: workspace.bucketName, Key: key(command.name), Body: command.text }))
      return { written: key(command.name) }
    case "notify": {
      const url = await secret("webhook-url")
      const response = await fetch(url, { method: "POST", body: command.text })
      return { status: response.status }
    }
    default:
      throw new Error(`unknown tool: ${JSON.stringify((command as { tool?: unknown }).tool)}`)
  }
}

// A name is one path segment, so no command reaches outside notes/.
function key(name: string): string {
  if (!/^[\w-]{1,64}$/.test(name)) throw new Error("a note's name is 1 to 64 letters, digits, - or _")
  return `notes/${name}.md`
}

// The customer stores the value; the function reads it when a command needs it.
async function secret(name: string): Promise<string> {
  const Name = `${integrations.vaultPrefix}-${name}`
  const found = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }))
  return found.Parameter?.Value ?? ""
}
