import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { shippedFile } from './folders.ts'
import { findJdkTool, javaVersionMin, type Java } from './java.ts'

/**
 * Compiles the launchers into jars beside those that they need, and lays out the node's modules.
 *
 * Into jars, because a JVM archives its classes only when its whole class path is jars.
 *
 * @throws PipelineError `stack.java-missing` when the Java is not a whole JDK.
 */
export async function compileLaunchers(folder: string, java: Java): Promise<void> {
  const modules = join(folder, 'home', 'modules')
  const kafka = join(folder, 'kafka')
  const elasticsearch = join(folder, 'elasticsearch')
  await mkdir(join(modules, 'rest-root'))
  await mkdir(join(folder, 'home', 'plugins'))
  await describeModules(elasticsearch, modules)
  await compile(java, {
    sources: ['ParentWatch', 'KafkaBroker'],
    against: kafka,
    to: join(kafka, 'tallystream-launcher.jar'),
  })
  await compile(java, {
    sources: ['RestRoot'],
    against: elasticsearch,
    to: join(modules, 'rest-root', 'rest-root.jar'),
  })
  await compile(java, {
    sources: ['ParentWatch', 'ElasticNode'],
    against: elasticsearch,
    to: join(elasticsearch, 'tallystream-launcher.jar'),
  })
}

async function compile(
  java: Java,
  { sources, against, to }: { sources: readonly string[]; against: string; to: string },
): Promise<void> {
  const classes = `${to}.classes`
  await mkdir(classes)
  await run(await findJdkTool(java, 'javac'), [
    ...['--release', String(javaVersionMin), '-encoding', 'UTF-8'],
    ...['-d', classes, '-cp', join(against, '*')],
    ...sources.map((name) => shippedFile('launcher', `${name}.java`)),
  ])
  await run(await findJdkTool(java, 'jar'), ['--create', '--file', to, '-C', classes, '.'])
  await rm(classes, { recursive: true })
}

/** Sources that ship with this package compile against pinned jars, so a failure is a bug. */
async function run(program: string, words: readonly string[]): Promise<void> {
  const { status, output } = await runCommand(program, words)
  if (status !== 0) throw new Error(`${program} ended with status ${status}: ${output}`)
}

/** A module is a folder with jars and a description; the published jars come without the latter. */
async function describeModules(elasticsearch: string, modules: string): Promise<void> {
  const version = await elasticsearchVersion(elasticsearch)
  const classNames = {
    'rest-root': 'tallystream.RestRoot',
    'transport-netty4': 'org.elasticsearch.transport.netty4.Netty4Plugin',
  }
  for (const [name, className] of Object.entries(classNames)) {
    const lines = [
      `name=${name}`,
      `description=Module ${name} of the embedded node`,
      `version=${version}`,
      `elasticsearch.version=${version}`,
      `java.version=${javaVersionMin}`,
      `classname=${className}`,
      'extended.plugins=',
      'has.native.controller=false',
    ]
    await writeFile(join(modules, name, 'plugin-descriptor.properties'), `${lines.join('\n')}\n`)
  }
}

async function elasticsearchVersion(folder: string): Promise<string> {
  const names = await readdir(folder)
  const version = names.flatMap((name) => /^elasticsearch-(\d.*)\.jar$/.exec(name)?.[1] ?? [])[0]
  if (version === undefined) throw new Error(`${folder} has no jar of Elasticsearch itself`)
  return version
}
