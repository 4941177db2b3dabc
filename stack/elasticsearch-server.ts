import { copyFile, mkdir } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'
import { type StackSettings } from '../runtime/settings.ts'
import { shippedFile, type StackFolders } from './folders.ts'
import { type Jars } from './jars.ts'
import { jitWords } from './jit.ts'
import { type ServerPlan } from './server-plan.ts'

/** How the embedded Elasticsearch is started: one node without security, for this machine only. */
export function planElasticsearch(
  settings: StackSettings,
  folders: StackFolders,
  jars: Jars,
  lastPort: number | undefined,
): ServerPlan {
  return {
    name: 'elasticsearch',
    title: 'Elasticsearch',
    portWish: {
      title: 'Elasticsearch',
      setting: 'TALLY_ELASTICSEARCH_PORT',
      explicit: settings.elasticsearchPort,
      usual: 9200,
      last: lastPort,
    },
    logFile: join(folders.logs, 'elasticsearch.log'),
    outputFile: join(folders.logs, 'elasticsearch-output.log'),
    heapSetting: 'TALLY_ELASTICSEARCH_HEAP_MB',
    folder: folders.root,
    classArchive: jars.archiveOf('elasticsearch'),
    damage: /CorruptState|CorruptIndex|IndexFormatToo|cannot (up|down)grade a node|EOFException/,
    async prepare(port) {
      const configuration = join(folders.config, 'elasticsearch')
      await mkdir(configuration, { recursive: true })
      await mkdir(folders.elasticsearchData, { recursive: true })
      await copyFile(
        shippedFile('config', 'elasticsearch.yml'),
        join(configuration, 'elasticsearch.yml'),
      )
      await copyFile(
        shippedFile('config', 'elasticsearch-log4j2.properties'),
        join(configuration, 'log4j2.properties'),
      )
      return javaWords({ settings, folders, jars, port })
    },
    isHealthy,
  }
}

const Health = z.object({ status: z.enum(['green', 'yellow', 'red']) })
const Nodes = z.object({
  nodes: z.record(z.string(), z.object({ process: z.object({ id: z.number() }) })),
})

/** The number of the process is asked for too, because the port may belong to another node. */
async function isHealthy(port: number, pid: number): Promise<boolean> {
  const nodes = Nodes.safeParse(await getJson(port, '/_nodes/_local/process'))
  const isOurs = Object.values(nodes.data?.nodes ?? {}).some((node) => node.process.id === pid)
  if (!isOurs) return false
  const health = Health.safeParse(await getJson(port, '/_cluster/health'))
  return health.success && health.data.status !== 'red'
}

/** @returns undefined when there is no answer with status 200 within a second. */
function getJson(port: number, path: string): Promise<unknown> {
  return new Promise((resolve) => {
    const settle = (answer?: unknown) => {
      clearTimeout(timer)
      request.destroy()
      resolve(answer)
    }
    const request = get({ port, host: '127.0.0.1', path, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('error', () => {
        settle()
      })
      response.once('end', () => {
        settle(response.statusCode === 200 ? parseJson(chunks) : undefined)
      })
    })
    request.once('error', () => {
      settle()
    })
    const timer = setTimeout(settle, 1_000)
  })
}

function parseJson(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}

function javaWords({
  settings,
  folders,
  jars,
  port,
}: {
  settings: StackSettings
  folders: StackFolders
  jars: Jars
  port: number
}): string[] {
  const heapMb = settings.elasticsearchHeapMb
  return [
    // The same heap from the beginning to the end, as Elasticsearch wants it.
    ...[`-Xms${heapMb}m`, `-Xmx${heapMb}m`, '-XX:+UseG1GC', '-Xss1m'],
    `-XX:MaxDirectMemorySize=${Math.floor(heapMb / 2)}m`,
    '-XX:-OmitStackTraceInFastThrow',
    '-XX:+ExitOnOutOfMemoryError',
    ...jitWords(settings),
    '-XX:ErrorFile=logs/elasticsearch-crash-%p.log',
    ...['-Djava.awt.headless=true', '-Dfile.encoding=UTF-8', '-Djna.nosys=true'],
    '-Djava.io.tmpdir=temporary',
    '-Dlog4j2.disable.jmx=true',
    // So that the lines of an orderly stop are written too.
    '-Dlog4j.shutdownHookEnabled=false',
    // As in the distribution's jvm.options.
    ...['-Dio.netty.noUnsafe=true', '-Dio.netty.noKeySetOptimization=true'],
    '-Dio.netty.recycler.maxCapacityPerThread=0',
    // What `GET /` says about how it was built.
    '-Des.distribution.type=tar',
    `-Dtally.log.level=${settings.logLevel}`,
    ...['-cp', jars.elasticsearchClassPath, 'tallystream.ElasticNode', 'config/elasticsearch'],
    `http.port=${port}`,
    `path.home=${jars.elasticsearchHome}`,
    `path.data=${folders.elasticsearchData}`,
    `path.logs=${folders.logs}`,
  ]
}
