import { PipelineError } from '../runtime/problem.ts'
import { readSettings, type StackSettings } from '../runtime/settings.ts'
import { openStack, type OpenStack } from '../stack/embedded-stack.ts'
import { anyFreePort } from '../stack/ports.ts'

/** Settings of a stack for tests: its own folder and ports, small heaps, the checkout's jars. */
export async function testStackSettings(root: string): Promise<StackSettings> {
  const read = readSettings()
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return {
    ...read.settings.stack,
    folder: root,
    kafkaPort: await anyFreePort(),
    elasticsearchPort: await anyFreePort(),
    kafkaHeapMb: 256,
    elasticsearchHeapMb: 512,
    jit: 'quick',
    logLevel: 'info',
  }
}

/** Servers of this process's own, and how they were set. */
export interface TestStack {
  readonly servers: OpenStack
  readonly settings: StackSettings
}

/**
 * Opens such a stack; its servers end with this process, however it ends.
 *
 * @param onNotice is told when a server ended by itself and is started again
 */
export async function openTestStack(
  root: string,
  onNotice: (text: string) => void,
): Promise<TestStack> {
  for (let tries = 1; ; tries += 1) {
    const settings = await testStackSettings(root)
    try {
      const signal = new AbortController().signal
      const servers = await openStack(settings, { signal, onProgress: () => undefined, onNotice })
      return { servers, settings }
    } catch (error) {
      // Ports are only known to be free for a moment.
      const isPort = error instanceof PipelineError && error.code === 'stack.port-taken'
      if (!isPort || tries === 3) throw error
    }
  }
}
