import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { type StackSettings, stackEnvironment } from '../runtime/settings.ts'
import { testStackSettings } from '../test/test-stack.ts'
import { waitFor } from '../test/wait-for.ts'
import {
  ensureStack,
  openStack,
  resetStack,
  type StackStatus,
  stackStatus,
  stopStack,
} from './embedded-stack.ts'
import { askKafka } from './kafka-probe.ts'
import { identify } from './process-identity.ts'

const quiet = { onProgress: () => undefined, onNotice: () => undefined }
const patient = { ...quiet, signal: new AbortController().signal }

/** Five seconds when nothing else runs; a machine that tests everything at once is slower. */
const startsAtMostMs = 120_000

let folder: string
let settings: StackSettings

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), `tally-test-${process.pid}-`))
  settings = await testStackSettings(join(folder, 'a folder', 'stack'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('the embedded Elasticsearch', () => {
  test('answers GET / as Elasticsearch does', async () => {
    const response = await fetch(inject('elasticsearchUrl'))

    expect(response.headers.get('x-elastic-product')).toBe('Elasticsearch')
    expect(await response.json()).toEqual({
      name: 'embedded',
      cluster_name: 'tallystream',
      cluster_uuid: expect.stringMatching(/^[\w-]{22}$/) as string,
      version: {
        number: '8.19.21',
        build_flavor: 'default',
        build_type: 'tar',
        build_hash: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
        build_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        build_snapshot: false,
        lucene_version: '9.12.2',
        minimum_wire_compatibility_version: '7.17.0',
        minimum_index_compatibility_version: '7.0.0',
      },
      tagline: 'You Know, for Search',
    })
  })

  test('answers HEAD / without a body', async () => {
    const response = await fetch(inject('elasticsearchUrl'), { method: 'HEAD' })

    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

/** One story in order, because each start of the servers costs several seconds. */
describe('a stack in the background', { timeout: startsAtMostMs }, () => {
  let first: StackStatus
  let clusters: readonly unknown[]

  beforeAll(async () => {
    // What a kill in the middle of the formatting leaves.
    await mkdir(join(settings.folder, 'data/kafka/__cluster_metadata-0'), { recursive: true })
    await writeFile(join(settings.folder, 'data/kafka/bootstrap.checkpoint'), 'half of')
  })

  afterAll(async () => {
    await stopStack(settings)
  })

  test('starts on a data folder whose formatting was cut off', async () => {
    const addresses = await ensureStack(settings, patient)

    expect(addresses.kafka.brokers).toEqual([`127.0.0.1:${settings.kafkaPort ?? 0}`])
    expect(addresses.elasticsearch.url).toBe(`http://127.0.0.1:${settings.elasticsearchPort ?? 0}`)
    first = await stackStatus(settings)
    clusters = await clusterIds(settings)
    expect(first).toMatchObject({
      kafka: { ...addresses.kafka, state: 'running' },
      elasticsearch: { ...addresses.elasticsearch, state: 'running' },
    })
  })

  test('is used, not started again, by whoever wants it next', async () => {
    const opened = await openStack(settings, patient)

    expect(opened.wasRunning).toBe(true)
    expect(opened.kafka.pid).toBe(first.kafka?.pid)
    await opened.stop()
    expect((await stackStatus(settings)).kafka?.state).toBe('running')
  })

  test('is not reset while it runs', async () => {
    await expect(resetStack(settings)).rejects.toMatchObject({ code: 'stack.busy' })
  })

  test('brings back Kafka and Elasticsearch on their ports when both are killed', async () => {
    kill(first.kafka?.pid)
    kill(first.elasticsearch?.pid)

    await waitFor('status to tell', () => statusWhen(everyServer('restarting')))
    const back = await waitFor('both servers', () => statusWhen(everyServer('running')), {
      deadlineMs: startsAtMostMs,
    })

    expect(back.kafka?.brokers).toEqual(first.kafka?.brokers)
    expect(back.elasticsearch?.url).toBe(first.elasticsearch?.url)
    expect(await clusterIds(settings)).toEqual(clusters)
  })

  test('leaves no server behind when its keeper is killed', async () => {
    const { keeper, kafka, elasticsearch } = await stackStatus(settings)
    kill(keeper?.pid)

    await waitFor(
      'the orphans to end',
      async () => {
        const orphans = [kafka?.pid, elasticsearch?.pid].map((pid) => identify(pid ?? 0))
        return (await Promise.all(orphans)).every((orphan) => !orphan) ? true : undefined
      },
      { deadlineMs: 10_000 },
    )

    expect(await stackStatus(settings)).toMatchObject({ kafka: null, elasticsearch: null })
  })

  test('starts again, on the same data, after its keeper was killed', async () => {
    await ensureStack(settings, patient)

    expect(await clusterIds(settings)).toEqual(clusters)
  })

  test('is reported by `tally stack status --json`', async () => {
    const tally = join(packageFolder, 'dist', 'cli', 'tally.js')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [tally, 'stack', 'status', '--json'],
      { env: stackEnvironment(settings) },
    )

    expect(JSON.parse(stdout)).toEqual(await stackStatus(settings))
  })

  test('stops within ten seconds, with all its processes', async () => {
    const { keeper, kafka, elasticsearch } = await stackStatus(settings)
    const begunAt = performance.now()

    expect(await stopStack(settings)).toBe(true)

    expect(performance.now() - begunAt).toBeLessThan(10_000)
    for (const server of [kafka, elasticsearch]) {
      expect(await identify(server?.pid ?? 0)).toBeUndefined()
    }
    await waitFor('the keeper to end', async () =>
      (await identify(keeper?.pid ?? 0)) === undefined ? true : undefined,
    )
    expect(await stackStatus(settings)).toMatchObject({ keeper: null, kafka: null })
  })

  test('loses data and logs by a reset, but neither jars nor the way to start', async () => {
    await resetStack(settings)

    expect(await readdir(settings.folder)).toEqual(['lock'])
    await expect(access(settings.jarsFolder)).resolves.toBeUndefined()
  })

  async function statusWhen(
    isWanted: (status: StackStatus) => boolean,
  ): Promise<StackStatus | undefined> {
    const status = await stackStatus(settings)
    return isWanted(status) ? status : undefined
  }
})

describe('a stack that cannot start', () => {
  test('says so when Kafka has topics but lost what it knows about them', async () => {
    const damaged = await testStackSettings(join(folder, 'damaged', 'stack'))
    await mkdir(join(damaged.folder, 'data/kafka/bank.activity-0'), { recursive: true })

    await expect(openStack(damaged, patient)).rejects.toMatchObject({
      code: 'stack.data-damaged',
      action: expect.stringContaining('tally stack reset') as string,
    })

    expect(await stackStatus(damaged)).toMatchObject({ keeper: null, elasticsearch: null })
    await expect(
      access(join(damaged.folder, 'data/kafka/bank.activity-0')),
    ).resolves.toBeUndefined()
  })

  test('says so when another program has the port that was asked for', async () => {
    const blocked = await testStackSettings(join(folder, 'blocked', 'stack'))
    const blocker = createServer().listen(blocked.kafkaPort, '127.0.0.1')

    // The failure of the keeper, which is another process, arrives as it is.
    await expect(ensureStack(blocked, patient)).rejects.toMatchObject({ code: 'stack.port-taken' })

    expect(await stackStatus(blocked)).toMatchObject({ keeper: null, elasticsearch: null })
    blocker.close()
  })

  test('leaves nothing half started when it is interrupted', async () => {
    const interrupted = await testStackSettings(join(folder, 'interrupted', 'stack'))
    const interruption = new AbortController()
    const reason = new Error('enough')
    const start = openStack(interrupted, { ...quiet, signal: interruption.signal })
    const started = waitFor('two processes', async () => {
      const { kafka, elasticsearch } = await stackStatus(interrupted)
      return kafka?.pid && elasticsearch?.pid ? [kafka.pid, elasticsearch.pid] : undefined
    })
    const pids = await started

    interruption.abort(reason)

    await expect(start).rejects.toBe(reason)
    for (const pid of pids) expect(await identify(pid)).toBeUndefined()
  })
})

function everyServer(state: string): (status: StackStatus) => boolean {
  return ({ kafka, elasticsearch }) => kafka?.state === state && elasticsearch?.state === state
}

function kill(pid: number | null | undefined): void {
  if (typeof pid !== 'number' || pid === process.pid) throw new Error(`${pid ?? 'no'} is not it`)
  process.kill(pid, 'SIGKILL')
}

async function clusterIds({ kafkaPort, elasticsearchPort }: StackSettings): Promise<unknown[]> {
  const response = await fetch(`http://127.0.0.1:${elasticsearchPort ?? 0}`)
  const { cluster_uuid: uuid } = (await response.json()) as { cluster_uuid: string }
  return [(await askKafka(kafkaPort ?? 0, 1_000))?.clusterId, uuid]
}
