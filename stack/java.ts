import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { PipelineError } from '../runtime/problem.ts'
import { runCommand } from './command.ts'

/** A Java that can run the servers. */
export interface Java {
  /** Path or name of the program `java`. */
  readonly java: string
  /** The folder in which that very Java is installed. */
  readonly home: string
  readonly majorVersion: number
  /** Differs between any two installations or versions. */
  readonly fingerprint: string
}

/** Kafka 4 and Elasticsearch 8.19 both need this one. */
export const javaVersionMin = 17

const install =
  `Install a JDK ${javaVersionMin} or newer (or set JAVA_HOME to one), ` +
  'or start the servers with docker compose instead.'

/**
 * Finds the Java of JAVA_HOME, or else of the PATH.
 *
 * @throws PipelineError `stack.java-missing` when there is none, or one that is too old.
 */
export async function findJava(javaHome: string | undefined): Promise<Java> {
  const java = javaHome === undefined ? 'java' : join(javaHome, 'bin', 'java')
  const place = javaHome === undefined ? 'on the PATH' : `in JAVA_HOME (${javaHome})`
  const about = parseJava(await describeJava(java, place))
  if (about === undefined) throw missing(`The Java ${place} does not say its version.`)
  if (about.majorVersion < javaVersionMin) {
    throw missing(`The Java ${place} is version ${about.majorVersion}, which is too old.`)
  }
  return { java, ...about }
}

/**
 * The path of a tool that only a JDK has.
 *
 * @throws PipelineError `stack.java-missing` when this Java is a run-time environment alone.
 */
export async function findJdkTool(
  { home }: Java,
  tool: 'javac' | 'jar' | 'keytool',
): Promise<string> {
  const path = join(home, 'bin', tool)
  try {
    await access(path)
    return path
  } catch (error) {
    throw missing(`The Java in ${home} has no ${tool}: it is not a whole JDK.`, error)
  }
}

/** Reads what `java -XshowSettings:properties -version` prints; every vendor's looks the same. */
export function parseJava(output: string): Omit<Java, 'java'> | undefined {
  const property = (name: string) =>
    new RegExp(`^\\s*${name.replaceAll('.', '[.]')} = (.+)$`, 'm').exec(output)?.[1]?.trim()
  const home = property('java.home')
  // Up to 8 the versions are called 1.8, after that 9, 10, 11.
  const majorVersion = Number(property('java.specification.version')?.replace(/^1\./, ''))
  if (home === undefined || !Number.isInteger(majorVersion)) return undefined
  const build = `${home} ${property('java.vm.vendor') ?? ''} ${property('java.vm.version') ?? ''}`
  const fingerprint = createHash('sha256').update(build).digest('hex').slice(0, 12)
  return { home, majorVersion, fingerprint }
}

async function describeJava(java: string, place: string): Promise<string> {
  try {
    const { output } = await runCommand(java, ['-XshowSettings:properties', '-version'])
    return output
  } catch (error) {
    throw missing(`There is no Java ${place}.`, error)
  }
}

function missing(message: string, cause?: unknown): PipelineError {
  return new PipelineError({ code: 'stack.java-missing', message, action: install, cause })
}
