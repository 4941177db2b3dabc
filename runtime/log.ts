import { pino } from 'pino'
import { clearLine } from './terminal.ts'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Facts beside a message: bounded, never secret, never personal. An error goes under `err`. */
export type LogFacts = Readonly<Record<string, unknown>>

interface Write {
  (message: string): void
  (facts: LogFacts, message: string): void
}

/**
 * Where the program tells what it does: one fact a line, a lower-case message in the past tense,
 * the data as fields.
 */
export interface Log {
  readonly level: string
  readonly trace: Write
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  /** The same log with these facts in every line. */
  child(facts: LogFacts): Log
}

/** Takes whole lines. */
interface LogDestination {
  write(line: string): unknown
}

/**
 * A log of JSON lines on stderr (stdout belongs to results), or of readable lines when stderr is a
 * terminal. Lines are written at once, so that none is lost when the process ends.
 *
 * Fields that hold secrets are replaced, wherever they stand in the first three levels.
 *
 * @param name of the program part: `worker`, `generator`
 * @param destination instead of stderr, for tests
 */
export function createLog({
  level,
  name,
  destination = stderr(),
}: {
  readonly level: LogLevel
  readonly name: string
  readonly destination?: LogDestination
}): Log {
  return pino(
    {
      level,
      name,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths, censor: redacted },
    },
    { write: (line: string) => void destination.write(line) },
  )
}

/** What stands in the place of a value that must not be shown. */
const redacted = '[redacted]'

/**
 * A copy in which the values at these dotted paths are replaced: what contracts mark as personal
 * stays out of logs. An array is entered at each of its elements; a path that leads nowhere is
 * left alone.
 */
export function redact(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((copy, path) => redactAt(copy, path.split('.')), value)
}

function redactAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return redacted
  if (Array.isArray(value)) return value.map((element) => redactAt(element, [name, ...rest]))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value
  const members = value as Readonly<Record<string, unknown>>
  return { ...members, [name]: redactAt(members[name], rest) }
}

const secretNames = ['password', 'apiKey', 'api_key', 'authorization', 'secret', 'token']
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

function stderr(): LogDestination {
  if (!process.stderr.isTTY) return pino.destination({ dest: 2, sync: true })
  // Progress may stand in the line, and comes again with its next figures.
  return { write: (line) => process.stderr.write(clearLine + readable(line)) }
}

/** A line of the log for a person: `08:15:30 warn worker: partition paused partition=3`. */
export function readable(line: string): string {
  const { time, level, name, msg = '', err, ...others } = JSON.parse(line) as LogLine
  const facts = Object.entries(others).filter(([fact]) => fact !== 'pid')
  const shown = facts.map(([fact, value]) => ` ${fact}=${shortly(value)}`).join('')
  const trace = err?.stack === undefined ? '' : `\n${err.stack}`
  return `${time.slice(11, 19)} ${level} ${name}: ${msg}${shown}${trace}\n`
}

/** What pino writes with the options above. */
interface LogLine {
  readonly time: string
  readonly level: string
  readonly name: string
  readonly msg?: string
  readonly err?: { readonly stack?: string }
}

function shortly(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
