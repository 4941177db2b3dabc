import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pollUntil } from './poll.ts'
import { anyFreePort, type PortWish } from './ports.ts'
import { isRunning } from './process-identity.ts'
import { RestartBudget } from './restart-budget.ts'
import { type ServerPlan } from './server-plan.ts'
import { type ServerState } from './state.ts'
import { SupervisedServer } from './supervised-server.ts'

/** Runs until its standard input ends, as the launchers do. */
const lasting = 'exec cat > /dev/null'

const never = () => Promise.resolve(false)

let folder: string
let stopping: AbortController
let states: ServerState[]
let notices: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-server-'))
  stopping = new AbortController()
  states = []
  notices = []
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('a server under supervision', () => {
  test('is started again on its port when it is killed', async () => {
    const server = await serverThatRuns(lasting)
    await server.start()
    const supervision = server.supervise()
    const first = current()
    process.kill(first?.process?.pid ?? 0, 'SIGKILL')

    const second = await pollUntil(
      () => Promise.resolve(isRunningAnew(first) ? current() : undefined),
      { deadlineMs: 5_000, intervalMs: 5 },
    )

    expect(second?.port).toBe(first?.port)
    expect(notices).toEqual(['Kafka was ended by SIGKILL. It is started again.'])
    stopping.abort()
    await server.stop()
    expect(await supervision).toBeUndefined()
  })

  test('is given up, with its last word, when it ends again and again', async () => {
    const once = join(folder, 'once')
    const server = await serverThatRuns(
      '[ -e once ] && exit 4; touch once; exec cat > /dev/null',
      (_port, pid) => Promise.resolve(existsSync(once) && isAlive(pid)),
    )
    await server.start()
    const supervision = server.supervise()
    process.kill(current()?.process?.pid ?? 0, 'SIGKILL')

    const problem = await supervision

    expect(problem?.code).toBe('stack.start-failed')
    expect(problem?.message).toMatch(/^Kafka ends again and again.*ended with status 4$/)
  })

  test('has ended when its stop returns', async () => {
    const server = await serverThatRuns(lasting)
    await server.start()
    const identity = current()?.process

    await server.stop()

    expect(identity && (await isRunning(identity))).toBe(false)
    expect(current()).toMatchObject({ phase: 'down', process: null })
  })

  test('tries another port, three times in all, when it finds its port taken', async () => {
    const server = await serverThatRuns(
      'echo "BindException: Address already in use"; exit 1',
      never,
    )

    await expect(server.start()).rejects.toMatchObject({ code: 'stack.start-failed' })

    expect(launches()).toBe(3)
  })

  test('does not try again when it cannot read its data', async () => {
    const server = await serverThatRuns('echo "x.DamageException: no"; exit 1', never)

    await expect(server.start()).rejects.toMatchObject({ code: 'stack.data-damaged' })

    expect(launches()).toBe(1)
  })

  test('leaves no process when its start is interrupted', async () => {
    const server = await serverThatRuns(lasting, never)
    const start = server.start()
    const identity = await pollUntil(() => Promise.resolve(current()?.process ?? undefined), {
      deadlineMs: 5_000,
      intervalMs: 5,
    })

    stopping.abort(new Error('enough'))

    await expect(start).rejects.toThrow('enough')
    expect(identity && (await isRunning(identity))).toBe(false)
  })
})

/** A server whose Java is a shell script. */
async function serverThatRuns(
  script: string,
  isHealthy: ServerPlan['isHealthy'] = (_port, pid) => Promise.resolve(isAlive(pid)),
): Promise<SupervisedServer> {
  const java = join(folder, 'java')
  await writeFile(java, `#!/bin/sh\n${script}\n`)
  await chmod(java, 0o755)
  return new SupervisedServer(await planOf(isHealthy), {
    java,
    signal: stopping.signal,
    onChange: (state) => states.push(state),
    onNotice: (text) => notices.push(text),
    budget: new RestartBudget({ max: 1, windowMs: 60_000 }),
  })
}

async function planOf(isHealthy: ServerPlan['isHealthy']): Promise<ServerPlan> {
  const usual = await anyFreePort()
  const portWish: PortWish = {
    title: 'Kafka',
    setting: 'TALLY_KAFKA_PORT',
    explicit: undefined,
    usual,
    last: undefined,
  }
  return {
    name: 'kafka',
    title: 'Kafka',
    portWish,
    logFile: join(folder, 'kafka.log'),
    outputFile: join(folder, 'kafka-output.log'),
    heapSetting: 'TALLY_KAFKA_HEAP_MB',
    folder,
    classArchive: join(folder, 'kafka.jsa'),
    damage: /DamageException/,
    prepare: () => Promise.resolve([]),
    isHealthy,
  }
}

function current(): ServerState | undefined {
  return states.at(-1)
}

function launches(): number {
  return states.filter(({ phase, process }) => phase === 'starting' && process === null).length
}

function isRunningAnew(first: ServerState | undefined): boolean {
  const now = current()
  return now?.phase === 'running' && now.process?.pid !== first?.process?.pid
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
