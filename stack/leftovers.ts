import { PipelineError } from '../runtime/problem.ts'
import { isRunning, type ProcessIdentity, signalProcess, waitForEnd } from './process-identity.ts'
import { type StackState } from './state.ts'

/** A server whose keeper was killed ends by itself within its own deadline of 6 s. */
const patienceMs = 7_500

/**
 * Makes sure that no server of an earlier keeper still runs on the data of this stack.
 *
 * Such a server ends by itself; one that cannot (it was stopped with SIGSTOP, it hangs) is killed,
 * but only if it is proved to be that very process.
 *
 * @throws PipelineError `stack.stop-failed` when one does not even die of SIGKILL.
 */
export async function endLeftovers(
  state: StackState | undefined,
  onProgress: (text: string) => void,
): Promise<void> {
  const servers = [state?.kafka?.process, state?.elasticsearch?.process]
  await Promise.all(
    servers
      .filter((server) => server !== undefined && server !== null)
      .map(async (server) => {
        if (!(await isRunning(server))) return
        onProgress(`Waiting for process ${server.pid} of the last run to end…`)
        await end(server)
      }),
  )
}

async function end(server: ProcessIdentity): Promise<void> {
  if (await waitForEnd(server, patienceMs)) return
  await signalProcess(server, 'SIGKILL')
  if (await waitForEnd(server, 2_000)) return
  throw new PipelineError({
    code: 'stack.stop-failed',
    message: `Process ${server.pid} of the last run cannot be ended.`,
    action: `Find out what it waits for (\`ps -o stat,wchan ${server.pid}\`), or restart the machine.`,
  })
}
