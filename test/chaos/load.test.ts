import { describe, expect, it } from 'vitest'
import { PipelineError } from '../../runtime/problem.ts'
import { Chance } from '../simulation/chance.ts'
import { loadMessages, sendLoad } from './load.ts'

function first(count: number, seed: number) {
  const messages = loadMessages(new Chance(seed))
  return Array.from({ length: count }, () => messages.next().value)
}

describe('the load of the chaos', () => {
  it('has repetitions, late events and poison, and follows from its seed', () => {
    const messages = first(5000, 1)
    const values = messages.map(({ value }) => value)
    const poison = values.filter((value) => value.startsWith('poison'))

    expect(messages).toEqual(first(5000, 1))
    expect(values).not.toEqual(first(5000, 2).map(({ value }) => value))
    expect(values.length - new Set(values).size).toBeGreaterThan(300)
    expect(poison.length).toBeGreaterThan(20)
    expect(new Set(messages.map(({ key }) => key)).size).toBe(300)
  })

  it('is sent again when Kafka did not acknowledge it, and every value is remembered', async () => {
    const sent: string[] = []
    let sends = 0
    const producer = {
      send: (_: string, batch: readonly { readonly value: unknown }[]) => {
        sends += 1
        sent.push(...batch.map(({ value }) => String(value)))
        if (sends > 1) return Promise.resolve()
        return Promise.reject(new PipelineError({ code: 'kafka.unreachable', message: 'away', action: '' })) // prettier-ignore
      },
    }

    const acknowledged = await sendLoad({
      producer,
      topic: 'any',
      messages: loadMessages(new Chance(1)),
      perSecond: 1000,
      durationMs: 200,
      signal: new AbortController().signal,
    })

    expect(acknowledged).toEqual(first(200, 1).map(({ value }) => value))
    expect(sent.length).toBeGreaterThan(200)
    expect(new Set(sent)).toEqual(new Set(acknowledged))
  })
})
