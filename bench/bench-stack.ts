import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Servers } from '../cli/servers.ts'
import { requireSetUp } from '../cli/set-up-servers.ts'
import { connectKafka, type KafkaConnection } from '../runtime/kafka/connection.ts'
import { createLog } from '../runtime/log.ts'
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

/** Servers of a benchmark's own with topics and templates, and a way to append. */
interface BenchServers {
  readonly servers: Servers
  readonly connection: KafkaConnection
}

/** Opens them in a folder that is thrown away, asks, and stops them, however that ends. */
export async function onBenchStack<Answer>(
  say: (text: string) => void,
  ask: (opened: BenchServers) => Promise<Answer>,
): Promise<Answer> {
  const log = createLog({ level: 'warn', name: 'bench' })
  const folder = await mkdtemp(join(tmpdir(), 'tally-bench-'))
  const stack = await openBenchStack(folder, say)
  try {
    const servers = serversOf(stack)
    await requireSetUp(servers, log)
    return await ask({ servers, connection: connectKafka(servers.kafka, { clientId: 'tally-bench', log }) }) // prettier-ignore
  } finally {
    await stack.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
