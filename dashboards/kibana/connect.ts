import { delay } from '../../runtime/lifecycle.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { getFromKibana, kibanaAddress, type KibanaServer } from '../kibana-request.ts' // prettier-ignore
import { requireSpace } from './space.ts'
import { type KibanaStatus, readStatus } from './status.ts'
import { type KibanaVersion, newerThanKnown, requireVersion } from './version.ts'

/** A Kibana that is ready, of a version that is known. */
export interface Kibana {
  readonly server: KibanaServer
  readonly version: KibanaVersion
  /** What is not well with it, though it answers. */
  readonly troubles: readonly string[]
}

export interface ConnectOptions {
  /** How long it may take to be ready. */
  readonly timeoutMs: number
  /** Told what it is waited for, each second. */
  readonly onProgress: (text: string) => void
  readonly signal?: AbortSignal
  /** The real one, unless a test has another. */
  readonly clock?: Clock
}

/** Milliseconds that never go back, and a way to let them pass. */
interface Clock {
  now(): number
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

const realClock: Clock = { now: () => performance.now(), wait: delay }

const pollMs = 1000
/** A state is told at once, or by a server that is in trouble. */
const statusTimeoutMs = 10_000
/** A server that refuses connections may be starting, but an address is more often wrong. */
const absentMsMax = 10_000
/** A plugin that has just come up is soon well; one that is not set up never is. */
const degradedMsMax = 5_000

/**
 * Waits until a Kibana is ready, and makes sure that it is new enough and has the space.
 *
 * One that stays degraded is taken as it is, with what is not well: dashboards seldom need the
 * plugin in question.
 *
 * @throws PipelineError `kibana.unreachable` when it is not ready in time, `kibana.refused` for
 * strangers, `kibana.rejected` for what is no Kibana, too old, or has no such space; the reason of
 * the signal.
 */
export async function connectKibana(
  server: KibanaServer,
  options: ConnectOptions,
): Promise<Kibana> {
  const { troubles, ...status } = await waitUntilReady(server, options)
  const version = requireVersion(server, status.version)
  await requireSpace(server)
  return { server, version, troubles: [...troubles, ...newerThanKnown(version)] }
}

async function waitUntilReady(
  server: KibanaServer,
  { timeoutMs, onProgress, signal, clock = realClock }: ConnectOptions,
): Promise<KibanaStatus> {
  const startMs = clock.now()
  for (;;) {
    const look = await lookAt(server)
    const waitedMs = clock.now() - startMs
    if (look.health === 'available') return look
    if (look.health === 'degraded' && waitedMs >= Math.min(degradedMsMax, timeoutMs)) return look
    const patienceMs = look.health === 'absent' ? Math.min(absentMsMax, timeoutMs) : timeoutMs
    if (waitedMs >= patienceMs) throw notReady(server, look, waitedMs)
    const why = look.troubles.join('; ') || look.health
    onProgress(`waits for Kibana at ${kibanaAddress(server)}, ${seconds(waitedMs)}: ${why}`)
    await clock.wait(Math.min(pollMs, patienceMs - waitedMs), signal)
  }
}

/** Nobody is there, or somebody who says how it is. */
type Look = KibanaStatus | Absent

interface Absent {
  readonly health: 'absent'
  readonly troubles: readonly string[]
  readonly error: PipelineError
}

/** @throws what waiting does not help against. */
async function lookAt(server: KibanaServer): Promise<Look> {
  // The state is that of the whole server; a space need not be there yet.
  const whole = { ...server, space: undefined }
  try {
    const request = { path: '/api/status', timeoutMs: statusTimeoutMs }
    return readStatus(server, await getFromKibana(whole, request))
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    if (isRefusedConnection(error.cause)) {
      return { health: 'absent', troubles: ['nothing listens there'], error }
    }
    if (isTimeout(error.cause)) {
      const troubles = [`no answer in ${seconds(statusTimeoutMs)}`]
      return { health: 'unavailable', version: undefined, troubles }
    }
    throw error
  }
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError'
}

function isRefusedConnection(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === 'ECONNREFUSED' || code === 'ECONNRESET'
}

function notReady(server: KibanaServer, look: Look, waitedMs: number): PipelineError {
  if (look.health === 'absent') return look.error
  const why = look.troubles.join('; ') || `its state is ${look.health}`
  return new PipelineError({
    code: 'kibana.unreachable',
    message: `Kibana at ${kibanaAddress(server)} was not ready in ${seconds(waitedMs)}: ${why}`,
    action: 'Look at the log of Kibana, or wait longer with --timeout.',
  })
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
