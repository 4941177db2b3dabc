import { type ElasticsearchServer } from '../runtime/elasticsearch/connection.ts'
import { type KafkaServers } from '../runtime/kafka/connection.ts'
import { ensureStack, type StackAddresses } from '../stack/embedded-stack.ts'
import { type CommandContext } from './command.ts'

/** The servers that a command works with, and how to be let in. */
export interface Servers {
  readonly kafka: KafkaServers
  readonly elasticsearch: ElasticsearchServer
}

/** Starts the embedded servers, unless they run. */
type StartStack = (context: CommandContext) => Promise<StackAddresses>

/**
 * The servers that the settings name; the embedded ones of this checkout for what they leave open,
 * which are started then and go on running after the command.
 *
 * The embedded servers take no credentials, so those of the settings are not shown to them.
 *
 * @param startStack instead of the real one, for tests
 * @throws PipelineError what keeps the embedded servers from starting.
 */
export async function resolveServers(
  context: CommandContext,
  startStack: StartStack = startEmbeddedStack,
): Promise<Servers> {
  const { kafka, elasticsearch } = context.settings
  const { brokers, ssl, sasl } = kafka
  const { url, auth, ca } = elasticsearch
  const named = {
    kafka: brokers && { brokers, ssl, sasl },
    elasticsearch: url === undefined ? undefined : { url, auth, ca },
  }
  if (named.kafka !== undefined && named.elasticsearch !== undefined) {
    sayConnecting(context)
    return { kafka: named.kafka, elasticsearch: named.elasticsearch }
  }
  const stack = await startStack(context)
  return {
    kafka: named.kafka ?? { brokers: stack.kafka.brokers, ssl: undefined, sasl: undefined },
    elasticsearch: named.elasticsearch ?? {
      url: stack.elasticsearch.url,
      auth: undefined,
      ca: undefined,
    },
  }
}

/**
 * Kafka alone, for what does not need Elasticsearch: the settings need not name it then.
 *
 * @param startStack instead of the real one, for tests
 * @throws PipelineError what keeps the embedded servers from starting.
 */
export async function resolveKafka(
  context: CommandContext,
  startStack: StartStack = startEmbeddedStack,
): Promise<KafkaServers> {
  const { brokers, ssl, sasl } = context.settings.kafka
  if (brokers !== undefined) {
    sayConnecting(context)
    return { brokers, ssl, sasl }
  }
  const { kafka } = await resolveServers(context, startStack)
  return kafka
}

/**
 * Elasticsearch alone, for what does not need Kafka: it is not started then.
 *
 * @throws PipelineError what keeps the embedded servers from starting.
 */
export async function resolveElasticsearch(context: CommandContext): Promise<ElasticsearchServer> {
  const { url, auth, ca } = context.settings.elasticsearch
  if (url !== undefined) return { url, auth, ca }
  const { elasticsearch } = await resolveServers(context)
  return elasticsearch
}

/**
 * A server that is away is asked for ten seconds; whoever looks on should not look at nothing. A
 * worker of the demo leaves the screen to its parent.
 */
function sayConnecting({ terminal }: CommandContext): void {
  if (terminal.isInteractive && process.send === undefined)
    terminal.progress('Connecting to the servers')
}

async function startEmbeddedStack({ settings, terminal, signal }: CommandContext) {
  const addresses = await ensureStack(settings.stack, {
    signal,
    onProgress: (text) => {
      terminal.progress(text)
    },
    onNotice: (text) => {
      terminal.say(text)
    },
  })
  terminal.endProgress()
  return addresses
}
