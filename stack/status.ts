import { type StackSettings } from '../runtime/settings.ts'
import { stackFolders } from './folders.ts'
import { lockOwner } from './lock.ts'
import { isRunning } from './process-identity.ts'
import { readState, type ServerPhase, type ServerState, type StackState } from './state.ts'

/** Where the servers of a stack are to be reached, and which processes they are. */
export interface StackAddresses {
  readonly kafka: { readonly brokers: string[]; readonly pid: number }
  readonly elasticsearch: { readonly url: string; readonly pid: number }
}

interface ServerStatus {
  /** Null while there is no process, between the end of one and the start of the next. */
  readonly pid: number | null
  readonly state: Exclude<ServerPhase, 'down'>
}

/** What runs now; a server is null when it is down. */
export interface StackStatus {
  readonly kafka: (ServerStatus & { readonly brokers: string[] }) | null
  readonly elasticsearch: (ServerStatus & { readonly url: string }) | null
  /** The process that keeps the servers. */
  readonly keeper: { readonly pid: number; readonly state: StackState['phase'] } | null
  readonly folder: string
  readonly logs: string
}

/** What runs in a folder, as its keeper tells it and as the process table confirms it. */
export async function stackStatus(settings: StackSettings): Promise<StackStatus> {
  const folders = stackFolders(settings)
  const state = await keptState(settings)
  const kafka = await serverStatus(state?.kafka ?? null)
  const elasticsearch = await serverStatus(state?.elasticsearch ?? null)
  return {
    kafka: kafka && { brokers: [address(kafka.port)], pid: kafka.pid, state: kafka.state },
    elasticsearch: elasticsearch && {
      url: `http://${address(elasticsearch.port)}`,
      pid: elasticsearch.pid,
      state: elasticsearch.state,
    },
    keeper: state === undefined ? null : { pid: state.keeper.pid, state: state.phase },
    folder: folders.root,
    logs: folders.logs,
  }
}

/** The state of the stack's keeper, if that runs and has written one. */
export async function keptState(settings: StackSettings): Promise<StackState | undefined> {
  const folders = stackFolders(settings)
  const owner = await lockOwner(folders.lock)
  const state = await readState(folders.stateFile)
  const isCurrent = owner?.pid === state?.keeper.pid && owner?.startedAt === state?.keeper.startedAt
  return isCurrent ? state : undefined
}

/** Undefined unless both servers serve. */
export function addressesIn(state: StackState): StackAddresses | undefined {
  const { kafka, elasticsearch } = state
  if (state.phase !== 'running') return undefined
  if (kafka?.phase !== 'running' || kafka.process === null) return undefined
  if (elasticsearch?.phase !== 'running' || elasticsearch.process === null) return undefined
  return {
    kafka: { brokers: [address(kafka.port)], pid: kafka.process.pid },
    elasticsearch: {
      url: `http://${address(elasticsearch.port)}`,
      pid: elasticsearch.process.pid,
    },
  }
}

/** The keeper may not have noticed yet that a server died. */
async function serverStatus(
  server: ServerState | null,
): Promise<(ServerStatus & { port: number }) | null> {
  if (server === null || server.phase === 'down') return null
  const { phase, port, process } = server
  const isAlive = process !== null && (await isRunning(process))
  const isLost = !isAlive && phase === 'running'
  return { port, pid: isAlive ? process.pid : null, state: isLost ? 'restarting' : phase }
}

function address(port: number): string {
  return `127.0.0.1:${port}`
}
