import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shippedFile } from './folders.ts'
import { type Java } from './java.ts'
import { compileLaunchers } from './launchers.ts'
import { checkMaven, copyJars } from './maven.ts'
import { identify } from './process-identity.ts'
import { type ServerName } from './server-plan.ts'

/** The programs of the servers, complete and ready to run. */
export interface Jars {
  /** Class paths, as Java wants them. */
  readonly kafkaClassPath: string
  readonly elasticsearchClassPath: string
  /** The home folder of the node, with its modules; nothing is ever written there. */
  readonly elasticsearchHome: string
  /** Where the class archive of a server belongs, which may not be there yet. */
  readonly archiveOf: (server: ServerName) => string
}

interface Options {
  /** Folder that holds one folder of jars per version of the pom and the launchers. */
  readonly cache: string
  readonly logFile: string
  readonly java: Java
  readonly onProgress: (text: string) => void
  readonly signal: AbortSignal
}

/**
 * The jars from the cache, which is filled the first time: after that neither Maven nor a network
 * is needed.
 *
 * They are gathered in a folder of another name that is renamed when everything is there, so a
 * download that was cut off is never taken for a whole one.
 *
 * @throws PipelineError `stack.maven-missing`, `stack.download-failed` or `stack.java-missing`.
 */
export async function prepareJars(options: Options): Promise<Jars> {
  const folder = join(options.cache, await fingerprint())
  await removeUnfinished(options.cache)
  if (await exists(folder)) await removeUnfinished(folder)
  else await gather(folder, options)
  return {
    kafkaClassPath: join(folder, 'kafka', '*'),
    elasticsearchClassPath: join(folder, 'elasticsearch', '*'),
    elasticsearchHome: join(folder, 'home'),
    archiveOf: (name) => join(folder, `${name}-${options.java.fingerprint}.jsa`),
  }
}

/** To be raised when `launchers.ts` or this file lays the folder out differently. */
const layout = '2'

/** Changes with whatever the folder is made from. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(layout)
  const sources = (await readdir(shippedFile('launcher'))).sort()
  for (const file of [['pom.xml'], ...sources.map((name) => ['launcher', name])]) {
    hash.update(file.join('/')).update(await readFile(shippedFile(...file)))
  }
  return hash.digest('hex').slice(0, 12)
}

async function gather(folder: string, options: Options): Promise<void> {
  await checkMaven()
  const unfinished = `${folder}.${process.pid}.${randomUUID().slice(0, 8)}.unfinished`
  const started = performance.now()
  const say = (what: string) => {
    const seconds = Math.round((performance.now() - started) / 1000)
    options.onProgress(`Getting the servers, this once: ${what}… ${seconds} s`)
  }
  try {
    await download(unfinished, say, options)
    say('compiling the launchers')
    await compileLaunchers(unfinished, options.java)
    await publish(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

async function download(
  folder: string,
  say: (what: string) => void,
  { logFile, signal }: Options,
): Promise<void> {
  const parts = [
    ['kafka', 'Kafka (44 MB)', join(folder, 'kafka')],
    ['elasticsearch', 'Elasticsearch (38 MB)', join(folder, 'elasticsearch')],
    [
      'transport-netty4',
      'its network module (4 MB)',
      join(folder, 'home/modules/transport-netty4'),
    ],
  ] as const
  await writeFile(logFile, '')
  for (const [profile, what, target] of parts) {
    await mkdir(target, { recursive: true })
    say(what)
    const ticker = setInterval(say, 1000, what)
    try {
      await copyJars({ profile, folder: target, logFile, signal })
    } finally {
      clearInterval(ticker)
    }
  }
}

/** Another process may have finished the same folder first; then that one is used. */
async function publish(unfinished: string, folder: string): Promise<void> {
  try {
    await rename(unfinished, folder)
  } catch (error) {
    if (!(await exists(folder))) throw error
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** What processes left that ended while they gathered. */
async function removeUnfinished(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true })
  for (const name of await readdir(cache)) {
    const pid = Number(/\.(\d+)(\.[^.]+)?\.unfinished$/.exec(name)?.[1])
    if (Number.isInteger(pid) && (await identify(pid)) === undefined) {
      await rm(join(cache, name), { recursive: true, force: true })
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
