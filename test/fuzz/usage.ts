import { parseArgs } from 'node:util'

/** What the fuzzers are asked to do. */
export interface FuzzOptions {
  readonly seed: number
  readonly messages: number
  readonly requests: number
  readonly json: boolean
}

export const help = `Usage: npm run fuzz -- [options]

Mutated messages through decode and fold, and mutated requests to the worker's endpoint and to the
preview. Exit code 1 when one of them comes to what it must not come to; it is then made small and
written to test/fuzz/found/, where it is a test from then on.

Options:
  --seed N      what is mutated, and how (default 1)
  --messages N  how many messages (default 1000000); 0 = none
  --requests N  how many requests to each server (default 20000); 0 = none
  --json        the counts as JSON on stdout
  --help        this
`

/** Reads the words after the program's name; a problem is a text for the person. */
export function readOptions(
  words: readonly string[],
): { readonly options: FuzzOptions | 'help' } | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seed: { type: 'string', default: '1' },
        messages: { type: 'string', default: '1000000' },
        requests: { type: 'string', default: '20000' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const { json, help: isHelp } = values
    if (isHelp) return { options: 'help' }
    return {
      options: {
        seed: wholeNumber('seed', values.seed),
        messages: wholeNumber('messages', values.messages),
        requests: wholeNumber('requests', values.requests),
        json,
      },
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`--${name}: expected a whole number of at most 9 digits; got ${JSON.stringify(text)}.`) // prettier-ignore
}
