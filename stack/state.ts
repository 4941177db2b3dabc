import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { isProblemCode, PipelineError } from '../runtime/problem.ts'
import { ProcessIdentity } from './process-identity.ts'

const ServerPhase = z.enum(['starting', 'running', 'restarting', 'stopping', 'down'])
export type ServerPhase = z.infer<typeof ServerPhase>

const ServerState = z.object({
  phase: ServerPhase,
  port: z.int(),
  /** Null while there is no process. */
  process: ProcessIdentity.nullable(),
})
export type ServerState = z.infer<typeof ServerState>

const KeeperPhase = z.enum(['preparing', 'starting', 'running', 'stopping', 'stopped', 'failed'])

const Failure = z.object({
  code: z.string().refine(isProblemCode),
  message: z.string(),
  action: z.string(),
})

/**
 * What the keeper of a stack tells other processes through `state.json`.
 *
 * Only as true as its keeper is alive: check `keeper` before believing anything but the ports and
 * the server processes, which may have outlived it.
 */
const StackState = z.object({
  keeper: ProcessIdentity,
  phase: KeeperPhase,
  progress: z.string(),
  notices: z.array(z.string()),
  failure: Failure.nullable(),
  kafka: ServerState.nullable(),
  elasticsearch: ServerState.nullable(),
})
export type StackState = z.infer<typeof StackState>

/** Undefined when there is none, or none that can be read. */
export async function readState(file: string): Promise<StackState | undefined> {
  try {
    return StackState.safeParse(JSON.parse(await readFile(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Replaces the file in one step, so that a reader never sees half of it. */
export async function writeState(file: string, state: StackState): Promise<void> {
  const unfinished = `${file}.${process.pid}.unfinished`
  await writeFile(unfinished, `${JSON.stringify(state, undefined, 2)}\n`)
  await rename(unfinished, file)
}

/** The form in which a failure is handed from the keeper to whoever waits for it. */
export function toFailure(error: unknown): z.infer<typeof Failure> {
  if (error instanceof PipelineError) {
    const { code, message, action } = error
    return { code, message, action }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'stack.start-failed', message, action: 'This is a bug; please report it.' }
}
