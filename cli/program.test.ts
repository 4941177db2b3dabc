import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { packageVersion } from '../runtime/paths.ts'
import { type CommandOutcome, runCommandLine } from '../test/command-run.ts'
import { defineCommand, type ListedCommand } from './command.ts'

interface Outcome extends CommandOutcome {
  /** What the command was given, if it ran. */
  readonly input: unknown
}

/** Runs a line as `cli/tally.ts` does, with two commands under `stack` and one that takes much. */
async function tally(line: string, env: Record<string, string> = {}): Promise<Outcome> {
  let given: unknown
  const commands = exampleCommands((input) => (given = input))
  const words = line === '' ? [] : line.split(' ').map((word) => (word === "''" ? '' : word))
  const outcome = await runCommandLine(words, env, commands)
  return { ...outcome, input: given }
}

function exampleCommands(note: (input: unknown) => void): ListedCommand[] {
  const run = (input: unknown) => {
    note(input)
    return Promise.resolve(0)
  }
  const plain = defineCommand({ flags: z.object({}), examples: [], run })
  const generate = defineCommand({
    flags: z.object({
      rate: z.coerce.number().min(1).default(50).describe('Speed.').meta({ value: 'events' }),
      sink: z.enum(['kafka', 'stdout']).default('kafka').describe('Where to.'),
      start: z
        .string()
        .refine((text) => text.endsWith('Z'), 'expected a moment')
        .refine((text) => text > '2015', 'expected a late moment')
        .optional()
        .describe('From when.'),
      maxCount: z.coerce.number().int().optional().describe('How many.'),
      noFaults: z.boolean().default(false).describe('Without faults.'),
    }),
    operands: [{ name: 'SCENARIO', meaning: 'a scenario', isRequired: false }],
    examples: [['tally generate --rate 10', 'makes ten a second']],
    run,
  })
  return [
    { name: 'stack start', summary: 'Start the servers.', load: () => Promise.resolve(plain) },
    { name: 'stack stop', summary: 'Stop the servers.', load: () => Promise.resolve(plain) },
    { name: 'generate', summary: 'Make events.', load: () => Promise.resolve(generate) },
  ]
}

describe('tally', () => {
  it.each(['', '--help', '-h', 'help'])(
    'answers "%s" with its commands on stdout',
    async (line) => {
      const { status, stdout, stderr } = await tally(line)

      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toContain('Usage: tally <command> [options]')
      expect(stdout).toContain('  stack start  Start the servers.')
    },
  )

  it.each(['stack', 'stack --help', 'help stack'])('lists a group for "%s"', async (line) => {
    const { status, stdout, stderr } = await tally(line)

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('stack stop')
    expect(stdout).not.toContain('generate')
  })

  it.each(['generate --help', 'generate -h', 'help generate', 'generate --wrong --help'])(
    'tells all about a command for "%s"',
    async (line) => {
      const { status, stdout, stderr, input } = await tally(line)

      expect({ status, stderr, input }).toEqual({ status: 0, stderr: '', input: undefined })
      expect(stdout).toContain('Usage: tally generate [options] [SCENARIO]')
      expect(stdout).toContain('--rate <events>        Speed. (default: 50)')
      expect(stdout).toContain('--sink <kafka|stdout>')
      expect(stdout).toContain('$ tally generate --rate 10')
    },
  )

  it('tells all about a command of a group', async () => {
    const { status, stdout } = await tally('stack start --help')

    expect(status).toBe(0)
    expect(stdout).toContain('Usage: tally stack start [options]')
  })

  it('names every setting with its default', async () => {
    const { status, stdout } = await tally('help settings')

    expect(status).toBe(0)
    expect(stdout).toContain('TALLY_KAFKA_HEAP_MB (default: 512)')
    expect(stdout).toContain('ELASTICSEARCH_URL')
  })

  it('tells its version', async () => {
    expect(await tally('--version')).toMatchObject({ status: 0, stdout: `${packageVersion}\n` })
  })
})

describe('a wrong command', () => {
  it.each([
    ['nonsense', 'nonsense: no such command\n'],
    ['nonsense --help', 'nonsense: no such command\n'],
    ['help nonsense', 'nonsense: no such command\n'],
    ['genrate', 'genrate: no such command; did you mean `tally generate`?'],
    ['stack strat', 'stack strat: no such command; did you mean `tally stack start`?'],
    ['stack nonsense', 'Run `tally help stack`'],
    ['stack --json', 'stack: expected stack start, stack stop'],
    ['--json generate', '--json: no such option of tally; options follow the command'],
  ])('"%s" is wrong usage and said on stderr', async (line, expected) => {
    const { status, stdout, stderr } = await tally(line)

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(expected)
  })
})

describe('flags', () => {
  it.each(['generate --rate 7 quiet', 'generate --rate=7 quiet', 'generate quiet --rate 7'])(
    'are the same as "%s"',
    async (line) => {
      const { input } = await tally(line)

      expect(input).toMatchObject({ flags: { rate: 7, sink: 'kafka' }, operands: ['quiet'] })
    },
  )

  it('may begin with no', async () => {
    const { input } = await tally('generate --no-faults')

    expect(input).toMatchObject({ flags: { noFaults: true } })
  })

  it('may be negative numbers', async () => {
    const { input } = await tally('generate --max-count -5')

    expect(input).toMatchObject({ flags: { maxCount: -5 }, operands: [] })
  })

  it('end at --', async () => {
    const { input } = await tally('generate --rate 7 -- --help')

    expect(input).toMatchObject({ flags: { rate: 7 }, operands: ['--help'] })
  })

  it.each([
    ['--rate', '--rate: no value; expected --rate <events>'],
    ['--rate --no-faults', '--rate: no value; expected --rate <events>'],
    ['--rate=', '--rate: no value; expected --rate <events>'],
    ["--rate ''", '--rate: no value; expected --rate <events>'],
    ['--rate fast', '--rate: expected a number; got "fast"'],
    ['--rate 0', '--rate: expected at least 1; got "0"'],
    ['--max-count 1.5', '--max-count: expected a whole number; got "1.5"'],
    ['--sink disk', '--sink: expected kafka or stdout; got "disk"'],
    ['--start 1', '--start: expected a moment; got "1"'],
    ['--no-faults=yes', '--no-faults: takes no value; got "yes"'],
    ['--rate 1 --rate 2', '--rate: given twice; expected once'],
    ['--rat 1', '--rat: no such option; did you mean --rate?'],
    ['quiet loud', 'loud: an operand that is not expected'],
  ])('"%s" is refused', async (words, expected) => {
    const { status, stdout, stderr, input } = await tally(`generate ${words}`)

    expect({ status, stdout, input }).toEqual({ status: 2, stdout: '', input: undefined })
    expect(stderr).toBe(
      `tally: ${expected}\n  Run \`tally help generate\` for what is expected.\n  docs/runbooks/usage.invalid.md\n`,
    )
  })

  it('that are unknown keep their value out of the operands', async () => {
    const { stderr } = await tally('generate --speed 7')

    expect(stderr).toContain('--speed: no such option; expected --rate, --sink')
    expect(stderr).not.toContain('operand')
  })
})

it('names the help of the settings when only these are wrong', async () => {
  const { status, stderr } = await tally('stack start', { TALLY_WORKER_PORT: '80' })

  expect(status).toBe(2)
  expect(stderr).toBe(
    'tally: TALLY_WORKER_PORT: expected 0 or a whole number from 1024 to 65535; got "80"\n  Run `tally help settings` for what is expected.\n  docs/runbooks/usage.invalid.md\n',
  )
})

it('says every problem of a command line and its settings at once', async () => {
  const env = { TALLY_KAFKA_PORT: 'seven', KAFKA_SASL_USERNAME: 'someone' }

  const { status, stderr } = await tally('generate --bogus=1 --rate x --sink y a b', env)

  expect(status).toBe(2)
  expect(stderr.split('\n').slice(0, -1)).toEqual([
    'tally: 6 problems:',
    '  --bogus: no such option; expected --rate, --sink, --start, --max-count, --no-faults',
    '  b: an operand that is not expected',
    '  --rate: expected a number; got "x"',
    '  --sink: expected kafka or stdout; got "y"',
    '  TALLY_KAFKA_PORT: expected a whole number from 1024 to 65535; got "seven"',
    '  KAFKA_SASL_MECHANISM, KAFKA_SASL_PASSWORD: expected together with KAFKA_SASL_USERNAME, but not set',
    '  Run `tally help generate` for what is expected.',
    '  docs/runbooks/usage.invalid.md',
  ])
})
