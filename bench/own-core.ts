import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Puts this process, and whatever it starts from now on, on one core.
 *
 * @throws Error where there is no taskset(1), or only one core
 */
export async function shareOneCore(): Promise<void> {
  await pin(process.pid, 1)
}

/** Gives Elasticsearch another core, for itself. */
export async function giveOwnCore(elasticsearchUrl: string): Promise<void> {
  const answer = await fetch(`${elasticsearchUrl}/_nodes/_local/process?filter_path=nodes.*.process.id`) // prettier-ignore
  const { nodes } = (await answer.json()) as { nodes: Record<string, { process: { id: number } }> }
  for (const node of Object.values(nodes)) await pin(node.process.id, 0)
}

/** All threads of a process. */
async function pin(pid: number, core: number): Promise<void> {
  await run('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(pid)])
}
