import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planElasticsearch } from '../stack/elasticsearch-server.ts'
import { makeFolders, stackFolders } from '../stack/folders.ts'
import { type Jars, prepareJars } from '../stack/jars.ts'
import { findJava, type Java } from '../stack/java.ts'
import { planKafka } from '../stack/kafka-server.ts'
import { anyFreePort } from '../stack/ports.ts'
import { type ServerPlan } from '../stack/server-plan.ts'
import { startServer } from '../stack/server-process.ts'
import { testStackSettings } from './test-stack.ts'

/** One server of a test's own, which ends with this process, however it ends. */
export interface OwnServer {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** What a change of a plan may need. */
export interface Workshop {
  /** Where the server works; its configuration is below `config`. */
  readonly folder: string
  readonly java: Java
  readonly jars: Jars
}

/** An Elasticsearch with other settings, `http.max_content_length=64kb`, and another heap. */
export function startOwnElasticsearch(
  settings: readonly string[],
  heapMb = 512,
): Promise<OwnServer> {
  return startOwn('elasticsearch', { elasticsearchHeapMb: heapMb }, (plan) => ({
    ...plan,
    prepare: async (port) => [...(await plan.prepare(port)), ...settings],
  }))
}

/** A Kafka whose configuration is changed after it was written and before it is read. */
export function startOwnKafka(
  change: (port: number, workshop: Workshop) => Promise<void>,
): Promise<OwnServer> {
  return startOwn('kafka', {}, (plan, workshop) => ({
    ...plan,
    prepare: async (port) => {
      const words = await plan.prepare(port)
      await change(port, workshop)
      return words
    },
  }))
}

async function startOwn(
  name: 'kafka' | 'elasticsearch',
  heap: { readonly elasticsearchHeapMb?: number },
  change: (plan: ServerPlan, workshop: Workshop) => ServerPlan,
): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), `tally-test-${process.pid}-`))
  const settings = { ...(await testStackSettings(folder)), ...heap }
  const folders = stackFolders(settings)
  const { signal } = new AbortController()
  const java = await findJava(settings.javaHome)
  await makeFolders(folders)
  const logFile = join(folders.logs, 'maven.log')
  const jars = await prepareJars({ cache: folders.jars, logFile, java, onProgress: () => undefined, signal }) // prettier-ignore
  const planOf = name === 'kafka' ? planKafka : planElasticsearch
  const port = await anyFreePort()
  const plan = change(planOf(settings, folders, jars, undefined), { folder, java, jars })
  const started = await startServer(plan, {
    java: java.java,
    port,
    signal,
    onProcess: () => undefined,
    jvmWords: [],
    stopDeadlineMs: 7000,
  })
  if (!started.ok) throw started.failure.problem
  const stop = async () => {
    await started.server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { port, stop }
}
