import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { shippedFile } from './folders.ts'
import { findJdkTool, javaVersionMin, type Java } from './java.ts'

/**
 * Compiles the launchers and lays out the node's modules, in a folder that has the jars.
 *
 * @throws PipelineError `stack.java-missing` when the Java is not a whole JDK.
 */
export async function compileLaunchers(folder: string, java: Java): Promise<void> {
  const modules = join(folder, 'home', 'modules')
  const restRoot = join(folder, 'rest-root')
  await compile(java, {
    sources: ['ParentWatch', 'KafkaBroker'],
    against: join(folder, 'kafka', '*'),
    to: join(folder, 'launchers', 'kafka'),
  })
  await compile(java, {
    sources: ['ParentWatch', 'ElasticNode'],
    against: join(folder, 'elasticsearch', '*'),
    to: join(folder, 'launchers', 'elasticsearch'),
  })
  await compile(java, {
    sources: ['RestRoot'],
    against: join(folder, 'elasticsearch', '*'),
    to: restRoot,
  })
  await mkdir(join(modules, 'rest-root'))
  await mkdir(join(folder, 'home', 'plugins'))
  const jar = join(modules, 'rest-root', 'rest-root.jar')
  await run(await findJdkTool(java, 'jar'), ['--create', '--file', jar, '-C', restRoot, '.'])
  await rm(restRoot, { recursive: true })
  await describeModules(folder, modules)
}

async function compile(
  java: Java,
  { sources, against, to }: { sources: readonly string[]; against: string; to: string },
): Promise<void> {
  await mkdir(to, { recursive: true })
  await run(await findJdkTool(java, 'javac'), [
    ...['--release', String(javaVersionMin), '-encoding', 'UTF-8', '-d', to, '-cp', against],
    ...sources.map((name) => shippedFile('launcher', `${name}.java`)),
  ])
}

/** Sources that ship with this package compile against pinned jars, so a failure is a bug. */
async function run(program: string, words: readonly string[]): Promise<void> {
  const { status, output } = await runCommand(program, words)
  if (status !== 0) throw new Error(`${program} ended with status ${status}: ${output}`)
}

/** A module is a folder with jars and a description; the published jars come without the latter. */
async function describeModules(folder: string, modules: string): Promise<void> {
  const version = await elasticsearchVersion(join(folder, 'elasticsearch'))
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
