import { afterEach, describe, expect, it } from 'vitest'
import { type Progress } from '../generator/generate.ts'
import { BankEndpoint } from './bank-endpoint.ts'

const now = Date.UTC(2026, 10, 22)
const opened: BankEndpoint[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((endpoint) => endpoint.close()))
})

/** One whose bank is due fifty events a second. */
async function open(): Promise<BankEndpoint> {
  const endpoint = await BankEndpoint.open({ port: 0, rate: 50, now: () => now })
  opened.push(endpoint)
  return endpoint
}

function bankAt(progress: Partial<Progress>, overdue = 0) {
  return {
    progress: { part: 'live', share: undefined, worldMs: now, ...progress } as const,
    stats: () => ({ sent: 7, overdue }),
  }
}

async function ask(endpoint: BankEndpoint, path: string) {
  const answer = await fetch(endpoint.url + path)
  return { status: answer.status, body: await answer.json() }
}

describe('a simulated bank, asked over HTTP', () => {
  it('is live and not ready before Kafka has answered', async () => {
    const endpoint = await open()

    const live = await ask(endpoint, '/health/live')
    const ready = await ask(endpoint, '/health/ready')

    expect(live).toEqual({ status: 200, body: { status: 'live' } })
    expect(ready).toMatchObject({ status: 503, body: { cause: 'Kafka has not answered yet.' } })
  })

  it.each([
    ['ready with the events of ten seconds overdue', bankAt({}, 500), 200],
    ['not ready with one more', bankAt({}, 501), 503],
    ['ready when it made its last event ten seconds ago', bankAt({ worldMs: now - 10_000 }), 200],
    ['not ready when that is longer ago', bankAt({ worldMs: now - 10_001 }), 503],
    ['ready while it sends its history', bankAt({ part: 'history', worldMs: 0 }), 200],
  ])('is %s', async (_, bank, status) => {
    const endpoint = await open()
    endpoint.show(bank)

    const ready = await ask(endpoint, '/health/ready')

    expect(ready).toMatchObject({ status, body: { sent: 7 } })
  })
})
