import { deadLetterCodes } from '../../contracts/dead-letter.ts'
import { runbookOf } from '../../contracts/runbook.ts'
import { type LogRecord } from '../../contracts/processor.ts'
import { type IndexedLetter } from './letter-store.ts'
import { shownBytes, shownText } from './shown-bytes.ts'

/** What is known of one dead letter. */
export interface FoundLetter {
  readonly letter: IndexedLetter
  readonly isReplayed: boolean
  /** The record as it came; undefined when nothing holds it any more. */
  readonly original: { readonly record: LogRecord; readonly isOfLog: boolean } | undefined
}

const nameWidth = 12
const headerNameMax = 100

/**
 * The dead letter for people, a line each. Its value, which may hold personal data, is shown only
 * when it is asked for; whatever comes from the record is shown by `shownBytes`.
 */
export function describeLetter(
  { letter, isReplayed, original }: FoundLetter,
  { withValue }: { readonly withValue: boolean },
): readonly string[] {
  const { id, code, stage, reason, topic, partition, offset, appendTime, eventId, bytes } = letter
  return [
    id,
    line('cause', `${code}: ${deadLetterCodes[code]}`),
    line('explanation', reason),
    line('stage', stage),
    line('runbook', runbookOf(code)),
    line('record', `offset ${offset} of partition ${partition} of ${topic}`),
    line('appended', appendTime),
    ...(eventId === undefined ? [] : [line('event id', eventId)]),
    ...(letter.replays === 0 ? [] : [line('replays', `refused after ${letter.replays} replays`)]),
    ...(isReplayed ? [line('replayed', 'its record was appended again')] : []),
    ...(original === undefined
      ? [line('value', `${bytes} bytes, which neither the topic nor tally.dead-letters holds any more`)] // prettier-ignore
      : describeRecord(original, withValue)),
  ]
}

function describeRecord(
  { record, isOfLog }: NonNullable<FoundLetter['original']>,
  withValue: boolean,
): readonly string[] {
  const { key, value } = record
  const hidden = `${value?.length ?? 0} bytes, which may hold personal data: --value shows them`
  return [
    ...(isOfLog ? [] : [line('read from', 'tally.dead-letters, as the topic does not hold it any more')]), // prettier-ignore
    ...headersOf(record),
    line('key', shownBytes(key)),
    line('value', withValue || value === null || value.length === 0 ? shownBytes(value) : hidden),
  ]
}

function headersOf({ headers }: LogRecord): readonly string[] {
  return Object.entries(headers).flatMap(([name, content]) =>
    [content ?? []]
      .flat()
      .map((bytes) => line('header', `${shownText(name, headerNameMax)} = ${shownBytes(bytes)}`)),
  )
}

function line(name: string, content: string): string {
  return `  ${name.padEnd(nameWidth)}${content}`
}
