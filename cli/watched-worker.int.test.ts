import { describe, expect, it } from 'vitest'
import { type Health } from '../ingest/health.ts'
import { type PipelineStatus } from '../ingest/status.ts'
import { parseExposition } from '../test/exposition.ts'
import { useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { type RunningTally } from '../test/tally.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { waitFor } from '../test/wait-for.ts'

const bank = useBankOfItsOwn()
const deadline = { deadlineMs: 120_000 }

/** What a worker answers at a path; undefined while nobody listens. */
async function ask(url: string, path: string) {
  const answer = await fetch(url + path).catch(() => undefined)
  return answer && { status: answer.status, body: await answer.text() }
}

async function urlOf({ output }: RunningTally): Promise<string> {
  const said = () => Promise.resolve(/(http:\S+) {2}\/metrics/.exec(output())?.[1])
  return waitFor('the worker to say where it listens', said, deadline)
}

async function readiness(url: string, status: 200 | 503): Promise<Pick<Health, 'symptoms'>> {
  const answer = await waitFor(`the worker to be ${status === 200 ? 'ready' : 'not ready'}`, async () => { // prettier-ignore
    const ready = await ask(url, '/health/ready')
    return ready?.status === status ? ready.body : undefined
  }, deadline) // prettier-ignore
  return JSON.parse(answer) as Pick<Health, 'symptoms'>
}

describe('a worker, asked over HTTP', () => {
  it('tells its figures, and why it is not ready while Elasticsearch is away', async () => {
    const target = new URL(bank.url)
    const proxy = await startTcpProxy({ host: target.hostname, port: Number(target.port) })
    const away = `http://127.0.0.1:${proxy.port}`
    const worker = bank.startWith({ ELASTICSEARCH_URL: away, TALLY_WORKER_PORT: '0' }, 'worker')
    const url = await urlOf(worker)
    await bank.untilDone()
    await readiness(url, 200)
    const figures = await waitFor('its figures to be published', () => bank.countOf('tally-ops-workers').then((count) => count || undefined, () => undefined), deadline) // prettier-ignore

    const status = JSON.parse(await bank.run('status', '--json')) as PipelineStatus
    const scraped = parseExposition((await ask(url, '/metrics'))?.body ?? '')
    await proxy.cut()
    await bank.appendPoison(1)
    const { symptoms } = await readiness(url, 503)
    const live = await ask(url, '/health/live')
    await proxy.mend()
    const ready = await readiness(url, 200)
    await bank.untilDone()
    await bank.stop(worker)
    await proxy.cut()

    const appended = (await bank.appended()) - 1
    expect(scraped.sumOf('tally_records_consumed_total')).toBe(appended)
    expect(scraped.sumOf('tally_records_total', { outcome: 'applied' })).toBe(appended - 5)
    expect(scraped.sumOf('tally_records_unaccounted')).toBe(0)
    expect(scraped.sumOf('tally_partition_lag_records')).toBe(0)
    expect(scraped.sumOf('tally_documents_total', { kind: 'event', result: 'written' })).toBe(appended - 5) // prettier-ignore
    expect(scraped.valueOf('tally_index_delay_seconds_count', { since: 'append-time' })).toBeGreaterThan(0) // prettier-ignore
    expect(scraped.valueOf('tally_watchdog_state', { state: 'well' })).toBe(1)
    expect(scraped.names).toEqual(expect.arrayContaining(['process_cpu_seconds_total', 'nodejs_gc_duration_seconds'])) // prettier-ignore
    expect(figures).toBeGreaterThan(0)
    expect(status).toMatchObject({
      lag: 0,
      deadLetters: { total: 5, lastHour: 5 },
      secondsOfWork: 0,
    })
    expect(status.workers).toMatchObject([{ state: 'ready', symptoms: [], partitions: 6 }])
    const [symptom] = symptoms
    expect(symptom).toMatchObject({
      code: 'elasticsearch-away',
      symptom: expect.stringMatching(/^Nothing has been written to Elasticsearch for \d+ s; 1 records wait\.$/) as unknown, // prettier-ignore
      cause: expect.stringContaining(away) as unknown,
    })
    expect([live?.status, ready.symptoms]).toEqual([200, []])
    expect(await worker.ended).toBe(0)
  }, 240_000)
})
