// Function "api": GET /factors/<number> answers with the prime factors. Known
// answers come from the cache. Callers send x-api-client and x-api-key.
import { timingSafeEqual } from "node:crypto"
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb"
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm"

type Request = { rawPath: string; headers: Record<string, string | undefined> }
type Response = { statusCode: number; headers: Record<string, string>; body: string }

const cache: { tableName: string } = JSON.parse(process.env.ALIEN_CACHE_BINDING ?? "{}")
const apiKeys: { vaultPrefix: string } = JSON.parse(process.env.ALIEN_API_KEYS_BINDING ?? "{}")
const dynamo = new DynamoDBClient({})
const ssm = new SSMClient({})

export const handler = async (request: Request): Promise<Response> => {
  if (!(await known(request.headers["x-api-client"], request.headers["x-api-key"]))) {
    return answer(401, { error: "unknown client or key" })
  }
  const number = Number(/^\/factors\/(\d{1,12})$/.exec(request.rawPath)?.[1] ?? 0)
  if (number < 2) return answer(404, { error: "try /factors/360" })

  const id = { pk: { S: "factors" }, sk: { S: String(number) } }
  const hit = await dynamo.send(new GetItemCommand({ TableName: cache.tableName, Key: id }))
  if (hit.Item?.value?.S) return answer(200, { number, factors: JSON.parse(hit.Item.value.S), cached: true })

  const factors = factorise(number)
  const tomorrow = Math.floor(Date.now() / 1000) + 86_400
  const Item = { ...id, value: { S: JSON.stringify(factors) }, ttl: { N: String(tomorrow) } }
  await dynamo.send(new PutItemCommand({ TableName: cache.tableName, Item }))
  return answer(200, { number, factors, cached: false })
}

function factorise(number: number): number[] {
  const factors: number[] = []
  for (let divisor = 2; divisor * divisor <= number; divisor++) {
    for (; number % divisor === 0; number /= divisor) factors.push(divisor)
  }
  return number > 1 ? [...factors, number] : factors
}

// One secret of the vault for each client; its name is the client's.
async function known(client = "", key = ""): Promise<boolean> {
  if (!/^[a-z0-9-]{1,32}$/.test(client)) return false
  try {
    const Name = `${apiKeys.vaultPrefix}-${client}`
    const found = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }))
    const [want, got] = [Buffer.from(found.Parameter?.Value ?? ""), Buffer.from(key)]
    return want.length > 0 && want.length === got.length && timingSafeEqual(want, got)
  } catch (error) {
    if ((error as { name?: string }).name === "ParameterNotFound") return false
    throw error
  }
}

function answer(statusCode: number, body: unknown): Response {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
}
