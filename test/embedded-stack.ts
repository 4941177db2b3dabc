import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type TestProject } from 'vitest/node'
import { packageFolder } from '../runtime/paths.ts'
import { type OpenStack } from '../stack/embedded-stack.ts'
import { identify } from '../stack/process-identity.ts'
import { openTestStack } from './test-stack.ts'

declare module 'vitest' {
  // What an integration test gets by `inject(…)`.
  export interface ProvidedContext {
    /** Of the Kafka and the Elasticsearch of this test run, which are never the developer's own. */
    kafkaBrokers: string[]
    elasticsearchUrl: string
    /** Folder with the logs of both. */
    stackLogs: string
  }
}

const folderPrefix = 'tally-test-'
let folder: string | undefined
let stack: OpenStack | undefined

/**
 * Starts the servers for one run of the integration tests, beside whatever else runs on this
 * machine, and compiles the program, because some of those tests run it as a user would.
 *
 * The servers are children of this process: they end even if it is killed.
 */
export async function setup(project: TestProject): Promise<void> {
  await removeAbandonedFolders()
  folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  const root = join(folder, 'stack')
  const say = (text: string) => process.stderr.write(`${text}\n`)
  const [{ servers }] = await Promise.all([openTestStack(root, say), compile()])
  stack = servers
  project.provide('kafkaBrokers', stack.kafka.brokers)
  project.provide('elasticsearchUrl', stack.elasticsearch.url)
  project.provide('stackLogs', join(root, 'logs'))
}

export async function teardown(): Promise<void> {
  await stack?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
}

/** Type errors do not keep it from writing dist/, and reporting them is not a test's business. */
async function compile(): Promise<void> {
  const tsc = join(packageFolder, 'node_modules', 'typescript', 'bin', 'tsc')
  for (const config of ['tsconfig.build.json', 'web/preview/page/tsconfig.build.json']) {
    const arguments_ = [tsc, '-p', config]
    await promisify(execFile)(process.execPath, arguments_, { cwd: packageFolder }).catch(
      () => undefined,
    )
  }
  // As `npm run build` does: else `npx tally` is refused after the tests.
  await chmod(join(packageFolder, 'dist', 'cli', 'tally.js'), 0o755)
}

/** What a run leaves that was killed. */
async function removeAbandonedFolders(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${folderPrefix}(\\d+)-`).exec(name)?.[1])
    if (Number.isNaN(pid) || (await identify(pid)) !== undefined) continue
    await rm(join(tmpdir(), name), { recursive: true, force: true })
  }
}
