// Function "api": POST /resize asks function "resizer", anything else tells
// which settings arrived.
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"

const resizer = JSON.parse(process.env.ALIEN_RESIZER_BINDING ?? "{}")
const lambda = new LambdaClient({})

export const handler = async (request) => {
  if (request.rawPath === "/health") return answer(200, { ok: true })
  if (request.rawPath === "/resize" && request.requestContext.http.method === "POST") {
    const Payload = JSON.stringify({ command: "resize" })
    const result = await lambda.send(new InvokeCommand({ FunctionName: resizer.functionName, Payload }))
    return answer(200, JSON.parse(Buffer.from(result.Payload).toString()))
  }
  return answer(200, { stage: process.env.STAGE, variable: process.env.VARIABLE, unicode: process.env.UNICODE })
}

function answer(statusCode, body) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
}
