import { describe, expect, it } from 'vitest'
import { bankActivity } from '../../contracts/events/bank-activity.ts'
import { describeFinding } from './finding.ts'
import { compareTopic, copiesFor } from './topics.ts'

describe('copiesFor', () => {
  it.each([
    [1, 1, {}],
    [2, 2, { 'min.insync.replicas': '2' }],
    [3, 3, { 'min.insync.replicas': '2' }],
    [9, 3, { 'min.insync.replicas': '2' }],
  ])('keeps topics of %i brokers %i times', (brokers, replicationFactor, settings) => {
    expect(copiesFor(brokers)).toEqual({ replicationFactor, settings })
  })
})

describe('compareTopic', () => {
  const asExpected = { partitions: 6, settings: new Map(Object.entries(bankActivity.settings)) }

  it('is content with a topic as in the contract, whatever else is set', () => {
    const settings = new Map([...asExpected.settings, ['segment.bytes', '1000']])

    const finding = compareTopic(bankActivity, { ...asExpected, settings })

    expect(describeFinding(finding)).toBe('topic bank.activity is as it should be')
  })

  it('says what to do about another count of partitions', () => {
    const finding = compareTopic(bankActivity, { ...asExpected, partitions: 3 })

    expect(describeFinding(finding)).toBe(
      'topic bank.activity differs: 3 partitions, expected 6 → if bank.activity is empty, delete ' +
        'it and run setup again; otherwise copy it in order into a new topic, because each key ' +
        'must stay in one partition',
    )
  })

  it('says the command that mends settings', () => {
    const settings = new Map([...asExpected.settings, ['retention.ms', '604800000']])

    const finding = compareTopic(bankActivity, { ...asExpected, settings })

    expect(describeFinding(finding)).toBe(
      'topic bank.activity differs: retention.ms=604800000, expected -1 → ' +
        'kafka-configs.sh --alter --topic bank.activity --add-config retention.ms=-1',
    )
  })
})

describe('describeFinding', () => {
  it.each([
    ['made', ['6 partitions'], 'made topic t (6 partitions)'],
    ['made', [], 'made topic t'],
    ['updated', ['no field a', 'no field b'], 'updated topic t, which had no field a; no field b'],
    ['unchanged', [], 'topic t is as it should be'],
  ] as const)('reads well when something was %s with %j', (outcome, details, line) => {
    expect(describeFinding({ kind: 'topic', name: 't', outcome, details })).toBe(line)
  })
})
