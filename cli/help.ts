import { describeSettings } from '../runtime/environment.ts'
import { type Command, type ListedCommand } from './command.ts'
import { flagsOf } from './flags.ts'

const columnsMax = 80

/** What `tally` is, its commands and where to read on. */
export function programHelp(commands: readonly ListedCommand[]): string {
  return joinSections([
    ['Tallystream: real-time transaction analytics. Kafka in, live dashboards out.'],
    ['Usage: tally <command> [options]'],
    ['Commands:', ...commandRows(commands)],
    [
      `Begin with \`tally ${commands[0]?.name ?? ''}\`.`,
      '`tally help <command>` tells all about a command,',
      '`tally help settings` names every environment variable, `tally --version` the version.',
    ],
  ])
}

/** The commands whose names begin with a word: `stack`. */
export function groupHelp(group: string, commands: readonly ListedCommand[]): string {
  return joinSections([
    [`Usage: tally ${group} <command> [options]`],
    ['Commands:', ...commandRows(commands)],
    [`\`tally help ${group} <command>\` tells all about a command.`],
  ])
}

/** Usage, operands, options and examples of one command. */
export function commandHelp(command: Command): string {
  const operands = command.operands ?? []
  const words = operands.map(({ name, isRequired }) => (isRequired ? `<${name}>` : `[${name}]`))
  return joinSections([
    wrap(command.summary, columnsMax),
    [['Usage: tally', command.name, '[options]', ...words].join(' ')],
    titled('Operands:', rows(operands.map(({ name, meaning }) => [name, meaning]))),
    ['Options:', ...rows([...optionRows(command), ['--help', 'Show this.']])],
    examplesOf(command.examples),
    ['`tally help settings` names what the environment sets, such as KAFKA_BROKERS.'],
  ])
}

/** Every environment variable with its meaning and default. */
export function settingsHelp(): string {
  const settings = describeSettings().flatMap(({ name, meaning, default: value }) => [
    `  ${name}${value === '' ? '' : ` (default: ${value})`}`,
    ...wrap(meaning, columnsMax - 6).map((line) => `      ${line}`),
  ])
  return joinSections([
    ['Settings are environment variables; an empty one counts as unset.'],
    settings,
  ])
}

function commandRows(commands: readonly ListedCommand[]): string[] {
  return rows(commands.map(({ name, summary }) => [name, summary]))
}

function optionRows(command: Command): [string, string][] {
  return flagsOf(command).map((flag) => [
    flag.option + (flag.valueName === undefined ? '' : ` <${flag.valueName}>`),
    [
      flag.meaning,
      ...(flag.default === undefined ? [] : [`(default: ${flag.default})`]),
      ...(flag.isRequired ? ['(required)'] : []),
    ].join(' '),
  ])
}

function examplesOf(examples: Command['examples']): string[] {
  const lines = examples.flatMap(([line, meaning]) => [`  $ ${line}`, `      ${meaning}`])
  return titled(examples.length === 1 ? 'Example:' : 'Examples:', lines)
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines]
}

/** Two columns, the second wrapped. */
function rows(entries: readonly (readonly [left: string, right: string])[]): string[] {
  const width = Math.min(28, Math.max(0, ...entries.map(([left]) => left.length)))
  const indent = ' '.repeat(width + 4)
  return entries.flatMap(([left, right]) => {
    const [first = '', ...others] = wrap(right, columnsMax - indent.length)
    const continued = others.map((line) => indent + line)
    return left.length > width
      ? [`  ${left}`, indent + first, ...continued]
      : [`  ${left.padEnd(width)}  ${first}`, ...continued]
  })
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width)
      lines.push(`${lines.pop() ?? ''} ${word}`)
    else lines.push(word)
  }
  return lines
}

function joinSections(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')
}
