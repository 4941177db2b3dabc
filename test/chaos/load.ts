import { delay } from '../../runtime/lifecycle.ts'
import { type OutgoingMessage, type Producer } from '../../runtime/kafka/producer.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type CountingEvent } from '../counting-processor.ts'
import { type Chance } from '../simulation/chance.ts'

const keys = 300
const firstMs = Date.UTC(2026, 0, 5)
/** Of event time, so that a round crosses several windows. */
const betweenEventsMs = 5000

type Message = OutgoingMessage & { readonly value: string }

/**
 * Events of some hundred keys without end: one in twenty comes again soon, one in twenty long
 * after, one in ten is late, and one in a hundred is poison.
 */
export function* loadMessages(chance: Chance): Generator<Message, never, void> {
  const sent: Message[] = []
  for (let at = 0; ; at += 1) {
    const repeated = chance.isTrue(0.05)
      ? chance.pick(sent.slice(-20))
      : chance.isTrue(0.05)
        ? chance.pick(sent)
        : undefined
    const message = repeated ?? newMessage(at, chance)
    sent.push(message)
    yield message
  }
}

function newMessage(at: number, chance: Chance): Message {
  const key = `k-${chance.below(keys)}`
  if (chance.isTrue(0.01)) return { key, value: `poison ${at}` }
  const lateMs = chance.isTrue(0.1) ? chance.below(5) * 3_600_000 : 0
  const timeMs = firstMs + at * betweenEventsMs - lateMs
  const event: CountingEvent = { id: `e-${at}`, timeMs, amount: 1 + chance.below(9) }
  return { key, value: JSON.stringify(event) }
}

interface LoadOptions {
  readonly producer: Pick<Producer, 'send'>
  readonly topic: string
  readonly messages: Iterator<Message, never>
  readonly perSecond: number
  readonly durationMs: number
  readonly signal: AbortSignal
}

/** How often it appends what is due. */
const everyMs = 100
const batchMax = 500

/**
 * Appends messages at a steady rate by the clock: what a Kafka that was away has held up is caught
 * up with afterwards. A send that failed is sent again, as every caller of the producer must.
 *
 * @returns the values that were acknowledged
 */
export async function sendLoad(options: LoadOptions): Promise<readonly string[]> {
  const { messages, perSecond, durationMs, signal } = options
  const acknowledged: string[] = []
  const total = Math.round((perSecond * durationMs) / 1000)
  const begunAt = performance.now()
  while (acknowledged.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begunAt) * perSecond) / 1000))
    const count = Math.min(batchMax, due - acknowledged.length)
    const batch = Array.from({ length: count }, () => messages.next().value)
    if (count > 0) await sendUntilAcknowledged(options, batch)
    acknowledged.push(...batch.map(({ value }) => value))
    await delay(count < batchMax ? everyMs : 0, signal)
  }
  return acknowledged
}

async function sendUntilAcknowledged(
  { producer, topic, signal }: LoadOptions,
  batch: readonly Message[],
): Promise<void> {
  for (;;) {
    try {
      await producer.send(topic, batch)
      return
    } catch (error) {
      if (!(error instanceof PipelineError) || !error.retriable) throw error
      await delay(everyMs, signal)
    }
  }
}
