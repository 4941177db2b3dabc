import { invalidDashboard } from '../invalid.ts'
import { type PipelineError } from '../../runtime/problem.ts'
import { type Argument, type Call, type Chain, type Expression, type Value } from './syntax.ts'

/** Longer than any expression that a person can read. */
const expressionLengthMax = 10_000
const depthMax = 20

/**
 * Parses a Timelion expression: `.es(index='tally-transactions', metric=count).lines(width=2)`.
 *
 * @throws PipelineError `dashboards.invalid` with the position of what was not expected.
 */
export function parseTimelion(text: string): Expression {
  if (text.length > expressionLengthMax) {
    throw invalidDashboard(`a Timelion expression may have ${expressionLengthMax} characters`)
  }
  const reader = new Reader(text)
  const expression = parseExpression(reader)
  reader.skipSpace()
  if (!reader.isAtEnd) throw reader.expected('a comma or the end')
  return expression
}

/** A position in the text. */
class Reader {
  readonly #text: string
  #position = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length
  }

  /** Takes what the pattern matches here; the pattern must be sticky. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    const [found] = pattern.exec(this.#text) ?? []
    if (found !== undefined) this.#position += found.length
    return found
  }

  takeCharacter(character: string): boolean {
    const isThere = this.#text[this.#position] === character
    if (isThere) this.#position += 1
    return isThere
  }

  isNext(pattern: RegExp): boolean {
    pattern.lastIndex = this.#position
    return pattern.test(this.#text)
  }

  skipSpace(): void {
    this.take(/\s*/y)
  }

  /** Brackets in brackets end somewhere, so that a long row of them cannot end the process. */
  nested<Result>(parse: () => Result): Result {
    this.#depth += 1
    if (this.#depth > depthMax) throw this.expected(`at most ${depthMax} brackets in each other`)
    const result = parse()
    this.#depth -= 1
    return result
  }

  expected(what: string): PipelineError {
    const rest = this.#text.slice(this.#position, this.#position + 20)
    const came = rest === '' ? 'the end' : JSON.stringify(rest)
    return invalidDashboard(
      `Timelion: expected ${what} at character ${this.#position + 1}, got ${came}`,
      { action: 'Correct the expression.' },
    )
  }
}

function parseExpression(reader: Reader): Chain[] {
  const chains: Chain[] = []
  do {
    reader.skipSpace()
    chains.push(parseChain(reader))
    reader.skipSpace()
  } while (reader.takeCharacter(','))
  return chains
}

function parseChain(reader: Reader): Chain {
  const head = reader.isNext(/\(/y) ? parseGroup(reader) : parseCall(reader)
  const links: Call[] = []
  reader.skipSpace()
  while (reader.isNext(/\./y)) {
    links.push(parseCall(reader))
    reader.skipSpace()
  }
  return { head, links }
}

function parseGroup(reader: Reader): Chain['head'] {
  reader.takeCharacter('(')
  const members = reader.nested(() => parseExpression(reader))
  if (!reader.takeCharacter(')')) throw reader.expected('a comma or a closing bracket')
  return { kind: 'group', members }
}

function parseCall(reader: Reader): Call {
  if (!reader.takeCharacter('.')) throw reader.expected('a function such as .es()')
  const name = reader.take(/[a-zA-Z]\w*/y)
  if (name === undefined) throw reader.expected('the name of a function')
  if (!reader.takeCharacter('(')) throw reader.expected('an opening bracket')
  const call = reader.nested(() => ({
    kind: 'call' as const,
    name,
    arguments: parseArguments(reader),
  }))
  if (!reader.takeCharacter(')')) throw reader.expected('a comma or a closing bracket')
  return call
}

function parseArguments(reader: Reader): Argument[] {
  const found: Argument[] = []
  reader.skipSpace()
  if (reader.isNext(/\)/y)) return found
  do {
    reader.skipSpace()
    found.push(parseArgument(reader))
    reader.skipSpace()
  } while (reader.takeCharacter(','))
  return found
}

function parseArgument(reader: Reader): Argument {
  const name = reader.take(/[a-zA-Z][\w.]*(?=\s*=)/y)
  if (name !== undefined) {
    reader.skipSpace()
    reader.takeCharacter('=')
    reader.skipSpace()
  }
  return { name, value: parseValue(reader) }
}

function parseValue(reader: Reader): Value {
  if (reader.isNext(/\(|\.[a-zA-Z]/y)) return { kind: 'chain', chain: parseChain(reader) }
  const quoted = reader.take(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy)
  if (quoted !== undefined) return { kind: 'literal', literal: unquote(quoted) }
  const word = reader.take(/[^\s()"',=]+/y)
  if (word === undefined) throw reader.expected('a value')
  return { kind: 'literal', literal: toLiteral(word) }
}

/** A backslash stands before a quote or a backslash only; elsewhere it is itself. */
function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(['"\\])/g, '$1')
}

function toLiteral(word: string): string | number | boolean | null {
  if (word === 'null') return null
  if (word === 'true' || word === 'false') return word === 'true'
  return /^-?\d*\.?\d+(?:e[+-]?\d+)?$/i.test(word) ? Number(word) : word
}
