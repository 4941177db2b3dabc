import { describe, expect, it } from 'vitest'
import { bankActivity } from '../../contracts/events/bank-activity.ts'
import { toIndexVersion, type VersionState } from '../setup/index-version.ts'
import { type Fold, metaDocumentOf, metaIdOf } from '../setup/meta.ts'
import { planRebuild } from './plan.ts'

const fold: Fold = {
  name: 'bank',
  version: 2,
  settings: { firstDay: '2015-01-01', futureToleranceMs: 300_000 },
  topics: [bankActivity],
}

function version(number: number, state: VersionState, filledBy: Fold = fold) {
  const source = { ...metaDocumentOf(filledBy, number), state }
  const found = toIndexVersion({ id: metaIdOf(number), source, seqNo: 1, primaryTerm: 1 })
  if (found === undefined) throw new Error('it is a meta document')
  return found
}

const older: Fold = { ...fold, version: 1 }
const other: Fold = { ...fold, name: 'shop' }

describe('a rebuild', () => {
  it.each([
    ['makes version 2 where Elasticsearch knows of none', [], { next: 2 }],
    ['makes the next version', [version(1, 'live')], { live: 1, next: 2 }],
    [
      'makes the next version also of another fold',
      [version(1, 'live', older)],
      { live: 1, next: 2 },
    ],
    [
      'uses no number twice, also not of another processor',
      [version(1, 'live'), version(2, 'retired'), version(7, 'live', other)],
      { live: 1, next: 8 },
    ],
    [
      'goes on with what was begun',
      [version(1, 'handing-over'), version(2, 'building')],
      { live: 1, resumed: 2, next: 3 },
    ],
    [
      'gives up what another version of the processor had begun',
      [version(1, 'live'), version(2, 'building', older)],
      { live: 1, abandoned: [2], next: 3 },
    ],
    [
      'gives up what was overtaken',
      [version(2, 'building'), version(3, 'live')],
      { live: 3, abandoned: [2], next: 4 },
    ],
    [
      'leaves alone what another processor has begun',
      [version(1, 'live'), version(2, 'building', other)],
      { live: 1, next: 3 },
    ],
  ])('%s', (_, versions, expected) => {
    const plan = planRebuild(versions, fold)

    expect({
      live: plan.live?.version,
      resumed: plan.resumed?.version,
      abandoned: plan.abandoned.map((each) => each.version),
      next: plan.next,
    }).toEqual({ live: undefined, resumed: undefined, abandoned: [], ...expected })
  })

  it('gives up what was begun when it begins anew', () => {
    const plan = planRebuild([version(1, 'live'), version(2, 'building')], fold, { isAnew: true })

    expect(plan.resumed).toBeUndefined()
    expect(plan.abandoned.map((each) => each.version)).toEqual([2])
  })
})
