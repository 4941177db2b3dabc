import { connect } from 'node:net'
import { packageFolder } from '../../runtime/paths.ts'
import { fuzzedRequest, type FuzzedRequest } from './mutate-request.ts'

interface Target {
  /** `http://127.0.0.1:5611` */
  readonly url: string
  /** What is there, to begin with. */
  readonly paths: readonly string[]
  /** A path that must be answered with 200 as long as the server is well. */
  readonly wellPath: string
}

interface Fuzzing {
  readonly seed: number
  readonly requests: number
  readonly signal?: AbortSignal | undefined
}

/** What came of many requests. */
export interface RequestReport {
  readonly url: string
  readonly requests: number
  /** How many of each: the status of the first answer, or `closed` without one. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly seconds: number
  readonly slowestMs: number
  readonly found: readonly FoundRequest[]
}

/** A request that came to what it must not come to. */
export interface FoundRequest {
  readonly fault: string
  readonly number: number
  /** As text of one byte a character. */
  readonly request: string
  readonly answer: string
}

/** Fewer than a worker's endpoint takes at once. */
const atOnce = 12
/**
 * How long a request may be without an answer and without its connection being closed. One that
 * says less than it announces is given up by the servers after their own, shorter limit.
 */
const answerMsMax = 20_000
/** What an answer waits for after the first bytes of it, where the connection stays open. */
const quietMs = 30
const foundMax = 10

/** Asks a server with mutated bytes, some at a time, and looks at every answer. */
export async function fuzzRequests(target: Target, fuzzing: Fuzzing): Promise<RequestReport> {
  const { seed, requests, signal } = fuzzing
  const outcomes: Record<string, number> = {}
  const found: FoundRequest[] = []
  const beganMs = performance.now()
  let slowestMs = 0
  let next = 0
  const ask = async () => {
    while (next < requests && found.length < foundMax && signal?.aborted !== true) {
      const number = next
      next += 1
      const request = fuzzedRequest({ seed, number }, { host: new URL(target.url).host, paths: target.paths }) // prettier-ignore
      const answer = await answerTo(target.url, request)
      outcomes[answer.outcome] = (outcomes[answer.outcome] ?? 0) + 1
      slowestMs = Math.max(slowestMs, answer.ms)
      const fault = faultIn(answer)
      if (fault !== undefined) found.push({ fault, number, request: request.bytes.toString('latin1'), answer: answer.text.slice(0, 2000) }) // prettier-ignore
    }
  }
  await Promise.all(Array.from({ length: atOnce }, ask))
  await requireWell(target)
  const seconds = (performance.now() - beganMs) / 1000
  return { url: target.url, requests: next, outcomes, seconds, slowestMs, found }
}

interface Answer {
  readonly outcome: string
  readonly text: string
  readonly ms: number
}

function answerTo(url: string, { bytes, staysOpen }: FuzzedRequest): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const beganMs = performance.now()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let quiet: NodeJS.Timeout | undefined
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    const finish = (isClosed: boolean) => {
      clearTimeout(quiet)
      clearTimeout(tooLate)
      socket.destroy()
      const text = Buffer.concat(chunks).toString('latin1')
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]
      const without = isClosed ? 'closed' : chunks.length > 0 ? 'no HTTP' : 'hangs'
      resolve({ outcome: status ?? without, text, ms: performance.now() - beganMs })
    }
    const tooLate = setTimeout(finish, answerMsMax, false)
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      clearTimeout(quiet)
      quiet = setTimeout(finish, quietMs, false)
    })
    // A server that closes amid our words is one that refuses them.
    socket.on('error', () => undefined)
    socket.on('end', () => {
      finish(true)
    })
    socket.on('close', () => {
      finish(true)
    })
    socket.write(bytes)
    if (!staysOpen) socket.end()
  })
}

/** What says something of the machine or the program that nobody outside need know. */
const leaks = /\n\s+at \S+ |node_modules|\.[tj]s:\d+|ECONNREFUSED|\/home\/|\/tmp\//

function faultIn({ outcome, text }: Answer): string | undefined {
  if (outcome === 'hangs') return `no answer and no end within ${answerMsMax} ms`
  if (outcome === 'no HTTP') return 'what came is no answer'
  if (outcome === '500') return 'answered 500'
  const body = text.slice(text.indexOf('\r\n\r\n'))
  if (leaks.test(body) || body.includes(packageFolder)) return 'the answer shows its insides'
  return undefined
}

/** @throws Error where it does not answer what it must always answer */
async function requireWell({ url, wellPath }: Target): Promise<void> {
  const response = await fetch(url + wellPath, { signal: AbortSignal.timeout(answerMsMax) })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${wellPath} is answered with ${response.status} after the requests: expected 200`) // prettier-ignore
}
