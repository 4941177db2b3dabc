import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Health } from '../ingest/health.ts'
import { parseExposition } from '../test/exposition.ts'
import { type KafkaProxy, startKafkaProxy } from '../test/kafka-proxy.ts'
import { rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { type RunningTally } from '../test/tally.ts'
import { startTcpProxy } from '../test/tcp-proxy.ts'
import { waitFor } from '../test/wait-for.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

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

describe('a supervised worker', () => {
  let proxy: KafkaProxy
  let worker: WorkerProcess
  let notices: string[] = []
  let onNotice: (text: string) => void = () => undefined

  beforeEach(async () => {
    // For its processes, which take the settings of this one.
    vi.stubEnv('TALLY_WORKER_PORT', '0')
    vi.stubEnv('TALLY_WORKER_STALL_SECONDS', '5')
    notices = []
    proxy = await startKafkaProxy({ port: bank.kafkaPort })
    worker = startWorkerProcess({
      servers: {
        kafka: { brokers: [proxy.address], ssl: undefined, sasl: undefined },
        elasticsearch: { url: bank.url, auth: undefined, ca: undefined },
      },
      lookEveryMs: 500,
      onNotice: (text) => {
        notices.push(text)
        onNotice(text)
      },
    })
    await untilWorking()
  }, 120_000)

  afterEach(async () => {
    onNotice = () => undefined
    vi.unstubAllEnvs()
    await worker.stop()
    await proxy.close()
  }, 60_000)

  const untilNotice = (part: string) =>
    waitFor(part, () => Promise.resolve(notices.find((text) => text.includes(part))), deadline)

  const untilWorking = () =>
    waitFor('all partitions', () => Promise.resolve(worker.stats?.partitions.length === 6 || undefined), deadline) // prettier-ignore

  // kafkajs#1616: the fetch stops, the heartbeat goes on, and the group is content.
  it('that fetches nothing any more ends with status 70, and the next one does the rest', async () => {
    await bank.untilDone()
    onNotice = (text) => {
      if (text.includes('status 70')) proxy.mend()
    }

    proxy.emptyFetches()
    await bank.run('generate', '--start', '2026-02-02', '--seed', '9', '--customers', '50', '--events', '500', '--rate', '2000') // prettier-ignore
    await untilNotice('ended with status 70. It is started again')
    const { heartbeats } = proxy
    await bank.untilDone()
    await worker.stop()

    expect(heartbeats).toBeGreaterThan(0)
    expect(notices.filter((text) => text.includes('started again'))).toHaveLength(1)
    expect(await bank.audit()).toMatchObject(rightInAll)
  }, 240_000)

  it('whose event loop does not turn any more is ended, and started again', async () => {
    const { pid = 0 } = worker

    process.kill(pid, 'SIGSTOP')
    await untilNotice('no sign of life')
    await untilNotice('ended by SIGKILL. It is started again')

    await waitFor('another process', () => Promise.resolve(worker.pid !== pid || undefined))
    expect(notices.filter((text) => text.includes('started again'))).toHaveLength(1)
  }, 120_000)
})
