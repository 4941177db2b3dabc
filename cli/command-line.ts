import { type Flag } from './flags.ts'
import { closestTo } from '../runtime/similar.ts'

/** What was typed after the name of a command, sorted. */
export interface CommandLine {
  /** By key; a flag without value is true. */
  readonly flags: Readonly<Record<string, string | true>>
  readonly operands: readonly string[]
  readonly problems: readonly string[]
}

/**
 * Sorts the words after the name of a command into flags, operands and problems.
 *
 * `--flag value` and `--flag=value` are the same. `--` ends the flags. The value of an unknown flag
 * is not taken for an operand. A value may be a negative number; otherwise a word that begins with
 * `-` is a flag, and the one before it has no value.
 */
export function parseCommandLine(words: readonly string[], known: readonly Flag[]): CommandLine {
  const flags: Record<string, string | true> = {}
  const operands: string[] = []
  const problems: string[] = []
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      operands.push(...rest.splice(0))
    } else if (!isFlag(word)) {
      operands.push(word)
    } else {
      const taken = takeFlag(word, rest, known)
      if ('problem' in taken) problems.push(taken.problem)
      else if (taken.key in flags) problems.push(`${optionIn(word)}: given twice; expected once`)
      else flags[taken.key] = taken.value
    }
  }
  return { flags, operands, problems }
}

/** Whether a word is a flag rather than an operand, a value or `-` (which names a stream). */
export function isFlag(word: string): boolean {
  return word.startsWith('-') && word !== '-' && !/^-\d/.test(word)
}

type Taken = { readonly key: string; readonly value: string | true } | { readonly problem: string }

/** Takes a flag, and its value from the words after it, where it has one. */
function takeFlag(word: string, rest: string[], known: readonly Flag[]): Taken {
  const option = optionIn(word)
  const flag = known.find((candidate) => candidate.option === option)
  const attached = word.includes('=') ? word.slice(option.length + 1) : undefined
  if (flag !== undefined && flag.valueName === undefined) return takeSwitch(flag, attached)
  const value = attached ?? (isValue(rest[0]) ? rest.shift() : undefined)
  if (flag === undefined) return { problem: `${option}: no such option; ${hint(option, known)}` }
  if (value !== undefined && value.trim() !== '') return { key: flag.key, value }
  return { problem: `${option}: no value; expected ${option} <${flag.valueName ?? ''}>` }
}

function takeSwitch({ key, option }: Flag, attached: string | undefined): Taken {
  if (attached === undefined) return { key, value: true }
  return { problem: `${option}: takes no value; got ${JSON.stringify(attached)}` }
}

function optionIn(word: string): string {
  return word.split('=', 1)[0] ?? word
}

function isValue(word: string | undefined): boolean {
  return word !== undefined && word !== '--' && !isFlag(word)
}

function hint(option: string, known: readonly Flag[]): string {
  const options = known.map((flag) => flag.option)
  const close = closestTo(option, options)
  if (close !== undefined) return `did you mean ${close}?`
  return options.length === 0 ? 'the command takes none' : `expected ${options.join(', ')}`
}
