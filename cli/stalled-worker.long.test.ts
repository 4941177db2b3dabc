import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type KafkaProxy, startKafkaProxy } from '../test/kafka-proxy.ts'
import { rightInAll, useBankOfItsOwn } from '../test/rebuild-fixture.ts'
import { waitFor } from '../test/wait-for.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

const bank = useBankOfItsOwn()
const deadline = { deadlineMs: 120_000 }

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
