import { describe, expect, it } from 'vitest'
import { withOverrides } from './overrides.ts'
import { Scenario } from './scenario.ts'

const scenario = Scenario.parse({
  summary: 'A test.',
  customers: 10,
  stages: [
    { kind: 'ramp', for: '1m', from: 1, to: 9 },
    { kind: 'constant', for: '30s', rate: 9 },
  ],
  outages: [{ after: '1s', for: '1s' }],
  faults: { poison: { share: 0.1 } },
})

describe('a scenario with what somebody wants otherwise', () => {
  it('is itself when nothing is wanted otherwise', () => {
    expect(withOverrides(scenario, { hasFaults: true })).toEqual(scenario)
  })

  it('has one rate for as long as its stages take together', () => {
    const { stages } = withOverrides(scenario, { rate: 7, hasFaults: true })

    expect(stages).toEqual([{ kind: 'constant', rate: 7, for: 90_000 }])
  })

  it('has no end when its stages have none', () => {
    const endless = Scenario.parse({ summary: 'A.', stages: [{ kind: 'constant', rate: 1 }] })

    const { stages } = withOverrides(endless, { rate: 7, hasFaults: true })

    expect(stages).toEqual([{ kind: 'constant', rate: 7 }])
  })

  it('without faults has the same load, and nothing goes wrong', () => {
    const calm = withOverrides(scenario, { hasFaults: false, customers: 99, historyDays: 2 })

    expect(calm).toEqual({
      ...scenario,
      customers: 99,
      history_days: 2,
      faults: undefined,
      outages: undefined,
    })
  })
})
