import { describe, expect, test } from 'vitest'
import { describeVerification, hasFailed, type PanelReport } from './report.ts'

const fine: PanelReport = {
  dashboard: 'Bank overview',
  panel: 'Totals',
  kind: 'metric',
  state: 'verified',
  documents: 300_000,
  buckets: 0,
  ms: 12.4,
  problems: [],
}
const problem = { message: 'Elasticsearch has no index x', action: 'Run `tally setup`.' }

describe('a report', () => {
  test('is a table of the panels with what was seen', () => {
    const text = { ...fine, panel: 'Question', kind: 'markdown', documents: 0, ms: 0 }
    const lines = describeVerification({
      problems: [],
      panels: [fine, { ...fine, panel: 'Share', kind: 'pie', documents: 1, buckets: 3 }, text],
    })

    expect(lines).toEqual([
      'dashboard      panel     kind      seen                   time   state',
      'Bank overview  Totals    metric    300,000 documents      12 ms  verified',
      'Bank overview  Share     pie       1 document, 3 buckets  12 ms  verified',
      'Bank overview  Question  markdown  text                   0 ms   verified',
    ])
  })

  test('says a failure once, with what to do and the panels that it hits', () => {
    const panels = Array.from({ length: 7 }, (_, index): PanelReport => ({
      ...fine,
      panel: `P${index + 1}`,
      state: 'failed',
      problems: [problem],
    }))

    expect(describeVerification({ problems: [], panels }).slice(8)).toEqual([
      '',
      'failed: Elasticsearch has no index x. Run `tally setup`.',
      '        Bank overview: P1; Bank overview: P2; Bank overview: P3; Bank overview: P4; Bank overview: P5; and 2 more', // prettier-ignore
    ])
  })

  test('has failed by a panel or by a file, and not by what may be empty', () => {
    expect(hasFailed({ problems: [], panels: [{ ...fine, state: 'may be empty' }] })).toBe(false)
    expect(hasFailed({ problems: [], panels: [{ ...fine, state: 'failed' }] })).toBe(true)
    expect(hasFailed({ problems: [problem], panels: [fine] })).toBe(true)
  })
})
