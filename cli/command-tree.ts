import { type PipelineError } from '../runtime/problem.ts'
import { type ListedCommand } from './command.ts'
import { isFlag } from './command-line.ts'
import { closestTo } from '../runtime/similar.ts'
import { wrongUsage } from './wrong-usage.ts'

/** True for the first words of names that are no name themselves: `stack`. */
export function isGroup(words: readonly string[], commands: readonly ListedCommand[]): boolean {
  const isCommand = commands.some(({ name }) => name === words.join(' '))
  return !isCommand && membersOf(words, commands).length > 0
}

/** The commands whose names begin with these words. */
export function membersOf<Listed extends ListedCommand>(
  words: readonly string[],
  commands: readonly Listed[],
): Listed[] {
  return commands.filter(({ name }) => `${name} `.startsWith(`${words.join(' ')} `))
}

interface FoundCommand<Listed> {
  readonly command: Listed
  readonly rest: readonly string[]
}

/**
 * The command that the words begin with, and the words after its name.
 *
 * @throws PipelineError `usage.invalid`, with the command that was probably meant.
 */
export function findCommand<Listed extends ListedCommand>(
  words: readonly string[],
  commands: readonly Listed[],
): FoundCommand<Listed> {
  for (let count = words.length; count > 0; count -= 1) {
    const name = words.slice(0, count).join(' ')
    const command = commands.find((candidate) => candidate.name === name)
    if (command !== undefined) return { command, rest: words.slice(count) }
  }
  throw noSuchCommand(words, commands)
}

function noSuchCommand(
  words: readonly string[],
  commands: readonly ListedCommand[],
): PipelineError {
  const [first = ''] = words
  if (isFlag(first)) {
    return wrongUsage(
      [`${first}: no such option of tally; options follow the command`],
      'tally help',
    )
  }
  const named = words.filter((word) => !isFlag(word))
  if (isGroup(named, commands)) {
    const names = membersOf(named, commands).map(({ name }) => name)
    return wrongUsage([`${named.join(' ')}: expected ${names.join(', ')}`], `tally help ${first}`)
  }
  const isInGroup = isGroup([first], commands)
  const typed = named.slice(0, isInGroup ? 2 : 1).join(' ')
  const close = closestTo(typed, closeNames(commands, isInGroup))
  const suggestion = close === undefined ? '' : `; did you mean \`tally ${close}\`?`
  return wrongUsage(
    [`${typed}: no such command${suggestion}`],
    isInGroup ? `tally help ${first}` : 'tally help',
  )
}

function closeNames(commands: readonly ListedCommand[], isInGroup: boolean): string[] {
  const names = commands.map(({ name }) => name)
  return isInGroup ? names : [...new Set(names.map((name) => name.split(' ', 1)[0] ?? name))]
}
