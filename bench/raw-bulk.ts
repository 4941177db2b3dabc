import { Agent, request } from 'node:http'

/** How the operations are cut into requests, and how many requests are under way at once. */
export interface BulkShape {
  readonly operationsPerRequest: number
  readonly inFlight: number
}

/** The shapes among which the fastest is taken for "the speed of Elasticsearch itself". */
export const bulkShapes: readonly BulkShape[] = [1_000, 5_000].flatMap((operationsPerRequest) =>
  [1, 2, 4].map((inFlight) => ({ operationsPerRequest, inFlight })),
)

/**
 * Sends operations to `_bulk` as fast as Elasticsearch takes them, from bodies that are ready.
 *
 * @returns operations a second, from the first request to the last answer.
 * @throws Error when a request fails, or a document is missing at the end: then it is no measurement.
 */
export async function sendRawBulk(
  url: string,
  operations: readonly string[],
  shape: BulkShape,
): Promise<number> {
  const bodies = cutBodies(operations, shape.operationsPerRequest)
  const agent = new Agent({ keepAlive: true, maxSockets: shape.inFlight })
  const startedAt = performance.now()
  let next = 0
  const sendOneAfterAnother = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      await postBulk(url, body, agent)
    }
  }
  await Promise.all(Array.from({ length: shape.inFlight }, sendOneAfterAnother))
  const seconds = (performance.now() - startedAt) / 1_000
  agent.destroy()
  await checkDocuments(url, operations)
  return operations.length / seconds
}

async function checkDocuments(url: string, operations: readonly string[]): Promise<void> {
  const names = new Set(operations.map(nameOf))
  const indices = [...new Set([...names].map((name) => name.slice(0, name.indexOf('/'))))].join(',')
  await fetch(`${url}/${indices}/_refresh`, { method: 'POST' })
  const answer = (await (await fetch(`${url}/${indices}/_count`)).json()) as { count: number }
  if (answer.count === names.size) return
  throw new Error(`raw bulk made ${answer.count} documents, expected ${names.size}`)
}

/** Of the action, which is the first line. */
function nameOf(operation: string): string {
  const action = JSON.parse(operation.slice(0, operation.indexOf('\n'))) as Record<string, Target>
  const [target] = Object.values(action)
  return `${target?._index ?? ''}/${target?._id ?? ''}`
}

interface Target {
  readonly _index: string
  readonly _id: string
}

function cutBodies(operations: readonly string[], size: number): Buffer[] {
  const bodies: Buffer[] = []
  for (let at = 0; at < operations.length; at += size) {
    bodies.push(Buffer.from(`${operations.slice(at, at + size).join('\n')}\n`))
  }
  return bodies
}

/** One `_bulk` request; refusals of single documents are not looked at. */
export function postBulk(url: string, body: Buffer, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson', 'content-length': body.length }
    const sent = request(
      new URL('/_bulk?filter_path=errors', url),
      { method: 'POST', agent, headers },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          // Of two requests at once the later may come first; then the older state is a conflict.
          if (answer.statusCode === 200 && text.startsWith('{"errors":')) resolve()
          else
            reject(
              new Error(`raw bulk failed with ${answer.statusCode ?? 0}: ${text.slice(0, 300)}`),
            )
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
