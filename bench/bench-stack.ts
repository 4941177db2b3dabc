import { join } from 'node:path'
import { type Servers } from '../cli/servers.ts'
import { readSettings } from '../runtime/settings.ts'
import { openStack } from '../stack/embedded-stack.ts'
import { anyFreePort } from '../stack/ports.ts'

/** A stack of a benchmark's own, in a folder of its own, on ports that are free. */
export async function openBenchStack(folder: string, say: (text: string) => void) {
  const read = readSettings()
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const ports = { kafkaPort: await anyFreePort(), elasticsearchPort: await anyFreePort() }
  const settings = { ...read.settings.stack, ...ports, folder: join(folder, 'stack') }
  const signal = new AbortController().signal
  return openStack(settings, { signal, onProgress: () => undefined, onNotice: say })
}

/** How a benchmark reaches its stack. */
export function serversOf(stack: {
  readonly kafka: { readonly brokers: readonly string[] }
  readonly elasticsearch: { readonly url: string }
}): Servers {
  return {
    kafka: { brokers: stack.kafka.brokers, ssl: undefined, sasl: undefined },
    elasticsearch: { url: stack.elasticsearch.url, auth: undefined, ca: undefined },
  }
}
