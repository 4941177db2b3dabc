import { describe, expect, it } from 'vitest'
import { tinyRecord } from '../../test/tiny-processor.ts'
import { describeCauses } from './describe-causes.ts'
import { describeLetter } from './describe-letter.ts'
import { describeReplay } from './describe-replay.ts'

const letter = {
  id: 'test.tiny-3-42',
  topic: 'test.tiny',
  partition: 3,
  offset: 42,
  appendTime: '2026-11-21T08:20:05.000Z',
  code: 'not-json',
  stage: 'decode',
  reason: 'expected one JSON object',
  eventId: undefined,
  bytes: 9,
  replays: 0,
} as const
const record = tinyRecord(42, { partition: 3, value: 'a secret\n', headers: { 'a\nb': Buffer.from('\u001B[1m') } }) // prettier-ignore
const found = { letter, isReplayed: false, original: { record, isOfLog: true } }

describe('a dead letter for people', () => {
  it('keeps its value to itself unless it is asked for, and escapes whatever it holds', () => {
    const hidden = describeLetter(found, { withValue: false })
    const shown = describeLetter(found, { withValue: true })

    expect(hidden.join('\n')).not.toContain('secret')
    expect(hidden).toContain('  header      a\\nb = \\u{001b}[1m')
    expect(shown.at(-1)).toBe('  value       a secret\\n')
    expect(shown).toContain('  cause       not-json: The value is not UTF-8 text of one JSON object.') // prettier-ignore
  })

  it('says where it was read from, and that nothing holds it any more', () => {
    const kept = describeLetter({ ...found, original: { record, isOfLog: false } }, { withValue: false }) // prettier-ignore
    const gone = describeLetter({ ...found, original: undefined, isReplayed: true }, { withValue: true }) // prettier-ignore

    expect(kept.join('\n')).toContain('tally.dead-letters, as the topic does not hold it any more')
    expect(gone.at(-1)).toContain('9 bytes, which neither the topic nor tally.dead-letters holds')
    expect(gone.at(-2)).toContain('appended again')
  })
})

describe('causes for people', () => {
  const cause = {
    code: 'not-json',
    stage: 'decode',
    topic: 'test.tiny',
    reason: 'expected one JSON object',
    count: 1200,
    replayed: 4,
    replaysMax: 2,
    first: 'then',
    last: 'now',
    example: letter.id,
  } as const

  it('say how many, since when, and an example', () => {
    expect(describeCauses({ causes: [cause], count: 1200, isCut: false })).toEqual([
      '1,200 dead letters of 1 cause, the newest first:',
      'not-json, decode of test.tiny: 1,200, 4 replayed, refused again after up to 2 replays',
      '  expected one JSON object',
      '  from then to now, for example test.tiny-3-42',
    ])
  })

  it('say when there are more than are shown or were looked at', () => {
    const lines = describeCauses({ causes: Array.from({ length: 52 }, () => cause), count: 1, isCut: true }) // prettier-ignore

    expect(lines.at(-2)).toBe('and 2 more causes; --json names them all')
    expect(lines.at(-1)).toContain('narrow it down')
  })
})

describe('a replay for people', () => {
  it('says what goes where, what is refused again and what is left', () => {
    const report = {
      selected: 9,
      appended: { 'test.tiny': 3 },
      causes: { misrouted: 2, 'not-json': 1 },
      rekeyed: 1,
      refusedAgain: { 'not-json': 1 },
      left: { 'replayed-already': 6 },
    }

    expect(describeReplay(report, { isDone: false })).toEqual([
      '9 dead letters selected:',
      '  3 to be appended again to test.tiny (2 misrouted, 1 not-json)',
      '    1 of them under another key: the subject of the event',
      '    1 of them would be refused again by this version of tally: not-json',
      '  6 left: replayed before; --again replays them once more',
    ])
    expect(describeReplay({ ...report, selected: 0 }, { isDone: true })).toEqual(['There are no dead letters that fit.']) // prettier-ignore
  })
})
