import { describe, expect, it } from 'vitest'
import { describePipeline } from './status.ts'

const partitions = [
  { partition: 0, end: 12_000, committed: 12_000, lag: 0 },
  { partition: 1, end: 900, committed: 0, lag: 900 },
]

describe('the status of the pipeline', () => {
  it('is a table of the partitions and the counts of the indices', () => {
    const documents = { 'tally-transactions': 11_990, 'tally-dead-letters': 10 }
    const topics = [{ topic: 'bank.activity', partitions, lag: 900 }]
    const status = { groupId: 'tally-v1', topics, lag: 900, documents }

    expect(describePipeline(status)).toEqual([
      'bank.activity, read by tally-v1: 900 records behind',
      '  partition     end  committed  lag',
      '          0  12,000     12,000    0',
      '          1     900          0  900',
      'tally-transactions: 11,990 documents',
      'tally-dead-letters: 10 documents',
    ])
  })

  it('says when everything is done', () => {
    const [done] = partitions
    if (done === undefined) throw new Error('there is a partition')
    const topics = [{ topic: 't', partitions: [done], lag: 0 }]
    const status = { groupId: 'g', topics, lag: 0, documents: {} }

    expect(describePipeline(status)[0]).toBe('t, read by g: everything is done')
  })
})
