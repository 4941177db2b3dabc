import { parseArgs } from 'node:util'

/** What the long chaos is asked to do. */
export interface ChaosOptions {
  readonly minutes: number
  /** Undefined = as many as fit. */
  readonly runs: number | undefined
  /** Of the first round; the next ones follow. */
  readonly seed: number
  readonly json: boolean
}

export const help = `Usage: npm run test:chaos -- [options]

Rounds of chaos on servers of their own: load, kill -9, zombies, servers that die. After each round
every document is held against the fold of the log. Exit code 1 unless all are as they must be.

Options:
  --minutes N  begin rounds until so many minutes have passed (default 10); each takes a good one
  --runs N     so many rounds instead
  --seed N     of the first round (default 1); the next ones follow
  --json       one JSON object a round on stdout
  --help       this

Examples:
  npm run test:chaos                          ten minutes
  npm run test:chaos -- --runs 1 --seed 42    the round that a failure has named
  npm run test:chaos -- --minutes 480 --json  a night, for programs
`

/** Reads the words after the program's name; a problem is a text for the person. */
export function readOptions(
  words: readonly string[],
): { readonly options: ChaosOptions | 'help' } | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        minutes: { type: 'string' },
        runs: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
    if (values.help === true) return { options: 'help' }
    return {
      options: {
        minutes: wholeNumber('minutes', values.minutes) ?? 10,
        runs: wholeNumber('runs', values.runs),
        seed: wholeNumber('seed', values.seed) ?? 1,
        json: values.json === true,
      },
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new Error(`--${name}: expected a whole number from 1 to 999999999; got ${JSON.stringify(text)}.`) // prettier-ignore
  }
  return Number(text)
}
