import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type z } from 'zod'
import {
  type AccountLine,
  type AllLine,
  DepartureLine,
  LedgerHeader,
  TotalLine,
} from '../../contracts/run-ledger.ts'
import { PipelineError } from '../../runtime/problem.ts'

/** What a ledger says of its run as a whole. */
export interface LedgerTotals {
  readonly fingerprint: string
  readonly all: AllLine
  readonly accounts: readonly AccountLine[]
}

const totalStart = '{"total":'

/** @throws PipelineError `usage.invalid` when it cannot be read or is not a whole ledger */
export async function readLedgerTotals(path: string): Promise<LedgerTotals> {
  let fingerprint: string | undefined
  let all: AllLine | undefined
  const accounts: AccountLine[] = []
  for await (const { line, number } of linesOf(path)) {
    if (number === 1) ({ fingerprint } = parse(LedgerHeader, { path, line, number }))
    else if (line.startsWith(totalStart)) {
      const total = parse(TotalLine, { path, line, number })
      if (total.total === 'account') accounts.push(total)
      else if (total.total === 'all') all = total
    }
  }
  if (fingerprint === undefined || all === undefined) {
    throw invalid(`The ledger ${path} has no last line of totals: its run did not end.`)
  }
  return { fingerprint, all, accounts }
}

/**
 * Its departures, one after the other, in the order in which they left.
 *
 * @throws PipelineError `usage.invalid` when it cannot be read or is not a ledger
 */
export async function* readDepartures(path: string): AsyncGenerator<DepartureLine, void, void> {
  for await (const { line, number } of linesOf(path)) {
    if (number === 1) continue
    if (line.startsWith(totalStart)) return
    yield parse(DepartureLine, { path, line, number })
  }
}

interface NumberedLine {
  readonly path: string
  readonly line: string
  /** From 1. */
  readonly number: number
}

async function* linesOf(path: string): AsyncGenerator<NumberedLine, void, void> {
  const input = createReadStream(path, { encoding: 'utf8' })
  let number = 0
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number += 1
      yield { path, line, number }
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof PipelineError || code === undefined) throw error
    throw invalid(`The ledger ${path} cannot be read: ${code}.`)
  } finally {
    input.destroy()
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  { path, line, number }: NumberedLine,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(line))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw invalid(`Line ${number} of ${path} is not one of a ledger: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`) // prettier-ignore
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function invalid(message: string): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message,
    action: 'Name a file that `tally generate --ledger FILE` of this version has written.',
  })
}
