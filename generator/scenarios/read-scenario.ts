import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { type Document, parseDocument } from 'yaml'
import { type z } from 'zod'
import { expectationOf } from '../../runtime/expectation.ts'
import { packageFolder } from '../../runtime/paths.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { closestTo } from '../../runtime/similar.ts'
import { Scenario } from './scenario.ts'

/** A scenario with the name that it goes by. */
export interface NamedScenario {
  readonly name: string
  readonly scenario: Scenario
}

const shippedFolder = join(packageFolder, 'generator', 'scenarios')
const ending = '.yaml'
const bytesMax = 256 * 1024

/** The scenarios that come with this package, by name. */
export async function listScenarios(): Promise<readonly NamedScenario[]> {
  const names = await shippedNames()
  return Promise.all(names.map((name) => readScenario(name)))
}

/**
 * Reads a scenario: one that comes with this package by its name, any other by its path.
 *
 * @throws PipelineError `usage.invalid` with every problem of the file, each with its place and what
 * was expected
 */
export async function readScenario(nameOrPath: string): Promise<NamedScenario> {
  const names = await shippedNames()
  const isShipped = names.includes(nameOrPath)
  const path = isShipped ? join(shippedFolder, `${nameOrPath}${ending}`) : nameOrPath
  const text = await readSmall(path, names)
  return { name: nameOrPath, scenario: parseScenario(text, nameOrPath) }
}

async function shippedNames(): Promise<readonly string[]> {
  const files = await readdir(shippedFolder)
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
}

async function readSmall(path: string, names: readonly string[]): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) {
    throw invalid(path, [isPath(path) ? 'there is no such file' : `expected a scenario (${names.join(', ')}) or the path of a file${suggestionFor(path, names)}`]) // prettier-ignore
  }
  if (found.size > bytesMax)
    throw invalid(path, [`expected at most ${bytesMax} bytes; got ${found.size}`])
  return readFile(path, 'utf8')
}

function isPath(word: string): boolean {
  return word !== basename(word) || extname(word) !== ''
}

function suggestionFor(word: string, names: readonly string[]): string {
  const close = closestTo(word, names)
  return close === undefined ? '' : `; did you mean ${close}?`
}

/** Only data: no custom tags, and aliases only so many that nothing blows up. */
function parseScenario(text: string, name: string): Scenario {
  const document = parseDocument(text, { prettyErrors: true, schema: 'core' })
  if (document.errors.length > 0) {
    throw invalid(
      name,
      document.errors.map(({ message }) => message.split(':\n')[0] ?? ''),
    )
  }
  const data = toData(document, name)
  const parsed = Scenario.safeParse(data)
  if (parsed.success) return parsed.data
  throw invalid(
    name,
    parsed.error.issues.flatMap((issue) => problemsOf(issue, data)),
  )
}

function toData(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 })
  } catch (error) {
    // The library's only way to say that aliases of aliases would fill the memory.
    if (!(error instanceof ReferenceError)) throw error
    throw invalid(name, [`expected no nested aliases; ${error.message}`])
  }
}

/** `stages[2].rate: expected at least 0; got -5`. */
function problemsOf(issue: z.core.$ZodIssue, data: unknown): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${placeOf([...issue.path, key])}: expected no such field`)
  }
  const value = valueAt(data, issue.path)
  const got = value === undefined ? 'nothing' : JSON.stringify(value)
  const place = placeOf(issue.path)
  const shown = got.length > shownMax ? `${got.slice(0, shownMax)}…` : got
  return [`${place === '' ? '' : `${place}: `}${expectationOf(issue)}; got ${shown}`]
}

const shownMax = 60

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    const isParent = typeof value === 'object' && value !== null
    return isParent ? Reflect.get(value, part) : undefined
  }, data)
}

/** `stages[2].rate`; empty for the whole file. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? String(part) : `${text}.${String(part)}`
  }, '')
}

function invalid(place: string, problems: readonly string[]): PipelineError {
  const [first = ''] = problems
  return new PipelineError({
    code: 'usage.invalid',
    message:
      problems.length === 1
        ? `${place}: ${first}`
        : `${place}: ${problems.length} problems:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    action: 'See `tally generate --list`, and docs/how-to/write-a-scenario.md for the format.',
  })
}
