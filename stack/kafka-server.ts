import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type StackSettings } from '../runtime/settings.ts'
import { shippedFile, type StackFolders } from './folders.ts'
import { type Jars } from './jars.ts'
import { jitWords } from './jit.ts'
import { askKafka } from './kafka-probe.ts'
import { anyFreePort } from './ports.ts'
import { type ServerPlan } from './server-plan.ts'
import { dataDamaged } from './start-failure.ts'

/** How the embedded Kafka is started: one node, broker and controller in one process. */
export function planKafka(
  settings: StackSettings,
  folders: StackFolders,
  jars: Jars,
  lastPort: number | undefined,
): ServerPlan {
  const plan: ServerPlan = {
    name: 'kafka',
    title: 'Kafka',
    portWish: {
      title: 'Kafka',
      setting: 'TALLY_KAFKA_PORT',
      explicit: settings.kafkaPort,
      usual: 9092,
      last: lastPort,
    },
    logFile: join(folders.logs, 'kafka.log'),
    outputFile: join(folders.logs, 'kafka-output.log'),
    heapSetting: 'TALLY_KAFKA_HEAP_MB',
    folder: folders.root,
    classArchive: jars.archiveOf('kafka'),
    damage: /InconsistentClusterId|InconsistentBrokerMetadata|Corrupt\w*Exception|meta\.properties/,
    async prepare(port) {
      await prepareData(plan, folders.kafkaData)
      await writeConfiguration(folders, port)
      return javaWords(settings, jars)
    },
    async isHealthy(port) {
      const metadata = await askKafka(port, 1_000)
      if (metadata?.ports.includes(port) !== true) return false
      return metadata.clusterId === (await readClusterId(folders.kafkaData))
    },
  }
  return plan
}

/**
 * Empties a data folder whose formatting was cut off. `meta.properties` is written last, so without
 * it nothing else can matter — except topics, which are data and not ours to delete.
 */
async function prepareData(plan: ServerPlan, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if ((await readClusterId(folder)) !== undefined) return
  const names = await readdir(folder)
  const topics = names.filter((name) => /-\d+$/.test(name) && name !== '__cluster_metadata-0')
  if (topics.length > 0) {
    throw dataDamaged(
      plan,
      `The data folder of Kafka has topics (${topics[0] ?? ''}) but no valid meta.properties.`,
    )
  }
  for (const name of names) await rm(join(folder, name), { recursive: true })
}

async function readClusterId(folder: string): Promise<string | undefined> {
  try {
    const properties = await readFile(join(folder, 'meta.properties'), 'utf8')
    return /^cluster\.id=(\S+)$/m.exec(properties)?.[1]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function writeConfiguration(folders: StackFolders, port: number): Promise<void> {
  const controller = await anyFreePort()
  const fixed = await readFile(shippedFile('config', 'kafka.properties'), 'utf8')
  const lines = [
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    // Relative to the working folder: a comma or an umlaut in the path would be read wrongly.
    'log.dirs=data/kafka',
  ]
  await writeFile(join(folders.config, 'kafka.properties'), `${fixed}\n${lines.join('\n')}\n`)
}

function javaWords(settings: StackSettings, jars: Jars): string[] {
  return [
    `-Xmx${settings.kafkaHeapMb}m`,
    `-Xms${Math.min(settings.kafkaHeapMb, 256)}m`,
    '-XX:+UseG1GC',
    '-XX:MaxGCPauseMillis=20',
    '-XX:+ExitOnOutOfMemoryError',
    ...jitWords(settings),
    '-XX:ErrorFile=logs/kafka-crash-%p.log',
    '-Djava.awt.headless=true',
    '-Djava.io.tmpdir=temporary',
    '-Dlog4j2.disable.jmx=true',
    // So that the lines of an orderly stop are written too.
    '-Dlog4j.shutdownHookEnabled=false',
    `-Dlog4j2.configurationFile=${shippedFile('config', 'kafka-log4j2.properties')}`,
    '-Dtally.logs=logs',
    `-Dtally.log.level=${settings.logLevel}`,
    ...['-cp', jars.kafkaClassPath, 'tallystream.KafkaBroker'],
    ...['config/kafka.properties', 'data/kafka'],
  ]
}
