import { describeSettings } from '../runtime/environment.ts'
import { type Command } from './command.ts'
import { flagsOf } from './flags.ts'

/** docs/reference/commands.md: every command with its options and examples. */
export function commandsPage(commands: readonly Command[]): string {
  return page('Commands', [
    '`npx tally <command>` in a checkout, `tally <command>` where the package is installed. Results go to stdout, everything for the person watching to stderr. Where `KAFKA_BROKERS` and `ELASTICSEARCH_URL` are unset, the embedded servers are used and started. Exit status: 0 done, 1 failed, 2 wrong usage, 70 the watchdog gave up. Settings are environment variables: [settings](settings.md).',
    '',
    ...table(
      ['Command', 'Does'],
      commands.map(({ name, summary }) => [`[\`tally ${name}\`](#${anchorOf(name)})`, summary]),
    ),
    ...commands.flatMap(sectionOf),
  ])
}

/** docs/reference/settings.md: every environment variable. */
export function settingsPage(): string {
  return page('Settings', [
    'Settings are environment variables; an empty one counts as unset. All of them are checked before a command does anything, and every mistake is told at once. Options of a command are in [commands](commands.md). Those marked as secret are never logged.',
    '',
    ...table(
      ['Variable', 'Default', 'Meaning'],
      describeSettings().map(({ name, meaning, default: value }) => [`\`${name}\``, value === '' ? '' : `\`${value}\``, meaning]), // prettier-ignore
    ),
  ])
}

function page(title: string, lines: readonly string[]): string {
  const made = '<!-- Made from the code by `npx vitest run --project unit cli/reference-pages.test.ts -u`. Do not edit. -->' // prettier-ignore
  return `${[`# ${title}`, '', made, '', ...lines].join('\n')}\n`
}

function anchorOf(name: string): string {
  return `tally-${name.replaceAll(' ', '-')}`
}

function sectionOf(command: Command): string[] {
  const operands = command.operands ?? []
  const flags = flagsOf(command)
  const words = operands.map(({ name, isRequired }) => (isRequired ? `<${name}>` : `[${name}]`))
  const options = flags.map((flag) => [
    `\`${flag.option}${flag.valueName === undefined ? '' : ` <${flag.valueName}>`}\``.replaceAll('|', '\\|'), // prettier-ignore
    flag.isRequired ? 'required' : flag.default === undefined ? '' : `\`${flag.default}\``,
    flag.meaning,
  ])
  return [
    '',
    `## tally ${command.name}`,
    '',
    command.summary,
    ...(words.length === 0 ? [] : ['', ...table(['Operand', 'Is'], operands.map(({ meaning }, at) => [`\`${words[at] ?? ''}\``, meaning]))]), // prettier-ignore
    ...(options.length === 0 ? [] : ['', ...table(['Option', 'Default', 'Meaning'], options)]),
    '',
    '```sh',
    ...command.examples.flatMap(([line, meaning]) => [`# ${meaning}`, line]),
    '```',
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const inCell = (text: string) => text.replaceAll(/(?<!\\)\|/g, '\\|').replaceAll(/<(?![^`]*`)/g, '&lt;') // prettier-ignore
  return [head, head.map(() => '---'), ...rows.map((cells) => cells.map(inCell))].map(
    (cells) => `| ${cells.join(' | ')} |`,
  )
}
