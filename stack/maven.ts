import { open } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { PipelineError } from '../runtime/problem.ts'
import { runCommand } from './command.ts'
import { shippedFile } from './folders.ts'

/** The dependency plugin that the pom pins needs this one. */
const mavenVersionMin = [3, 6, 3] as const

const install =
  `Install Maven ${mavenVersionMin.join('.')} or newer (needed once, to download the servers), ` +
  'or start the servers with docker compose instead.'

/**
 * Copies the jars of one profile of the pom into a folder.
 *
 * @throws PipelineError `stack.download-failed` with Maven's own last word.
 */
export async function copyJars(options: {
  readonly profile: string
  readonly folder: string
  readonly logFile: string
  readonly signal: AbortSignal
}): Promise<void> {
  const { profile, folder, logFile, signal } = options
  const log = await open(logFile, 'a')
  try {
    const { status, output } = await runCommand('mvn', mavenWords(profile, folder), { signal, log })
    signal.throwIfAborted()
    if (status !== 0) throw downloadFailed(output, logFile)
  } finally {
    await log.close()
  }
}

/** @throws PipelineError `stack.maven-missing` when there is no Maven, or one that is too old. */
export async function checkMaven(): Promise<void> {
  const version = parseMavenVersion(await describeMaven())
  if (version === undefined) throw missing('The Maven on the PATH does not say its version.')
  if (isOlder(version, mavenVersionMin)) {
    throw missing(`The Maven on the PATH is version ${version.join('.')}, which is too old.`)
  }
}

/** Reads what `mvn -v` prints. */
export function parseMavenVersion(output: string): readonly number[] | undefined {
  const version = /Apache Maven (\d+)\.(\d+)\.(\d+)/.exec(output)
  return version?.slice(1).map(Number)
}

/** The line of Maven's output that says most: its last error that is not advice about Maven. */
export function lastWord(output: string): string {
  const errors = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.startsWith('[ERROR]'))
    .map((line) => line.slice('[ERROR]'.length).trim())
    .filter((line) => !/^$|^\[Help|^->|^Re-run|^To see|^For more information/.test(line))
  const [first = 'it printed no error'] = errors
  const word = first.replace(/ -> \[Help \d+\]$/, '')
  return word.length > 300 ? `${word.slice(0, 300)}…` : word
}

async function describeMaven(): Promise<string> {
  try {
    const { output } = await runCommand('mvn', ['--version'])
    return output
  } catch (error) {
    throw missing('There is no Maven (mvn) on the PATH.', error)
  }
}

function mavenWords(profile: string, folder: string): string[] {
  return [
    '--batch-mode',
    '--no-transfer-progress',
    '--file',
    shippedFile('pom.xml'),
    '--activate-profiles',
    profile,
    // By its full name: the short one would be looked up in a registry first.
    'org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies',
    '-DincludeScope=runtime',
    `-DoutputDirectory=${folder}`,
  ]
}

function downloadFailed(output: string, logFile: string): PipelineError {
  return new PipelineError({
    code: 'stack.download-failed',
    message: `Maven could not download the servers: ${lastWord(output)}`,
    action: `Check the network and Maven's settings.xml, then start again; all of it: ${logFile}`,
  })
}

function missing(message: string, cause?: unknown): PipelineError {
  return new PipelineError({ code: 'stack.maven-missing', message, action: install, cause })
}

function isOlder(version: readonly number[], least: readonly number[]): boolean {
  const index = least.findIndex((part, place) => part !== version[place])
  return index >= 0 && (version[index] ?? 0) < (least[index] ?? 0)
}
