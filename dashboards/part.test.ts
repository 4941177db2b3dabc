import { describe, expect, it } from 'vitest'
import { bankOverview } from './bank-overview.ts'
import { definitions } from './definitions.ts'
import { partOf } from './part.ts'

const objects = Object.values(definitions).flat()
const views = objects.filter(({ type }) => type === 'index-pattern')

function namesOf(part: readonly { readonly type: string; readonly id: string }[]): string[] {
  return part.map(({ type, id }) => `${type} ${id}`).sort()
}

describe('partOf', () => {
  it('is everything when no dashboard is named', () => {
    expect(partOf(objects, [])).toEqual(objects)
  })

  it.each(['bank-overview', 'tally-bank-overview', 'Bank overview'])(
    'is the dashboard %j with its panels and every data view',
    (name) => {
      const others = objects.map((object) => ({ ...object, id: `${object.id}-other` }))

      const part = partOf([...objects, ...others], [name])

      const expected = [...bankOverview.objects, ...views]
      const otherViews = others.filter(({ type }) => type === 'index-pattern')
      expect(namesOf(part)).toEqual(namesOf([...expected, ...otherViews]))
    },
  )

  it('names the dashboards that there are instead of one that is not', () => {
    expect(() => partOf(objects, ['bank-overvew'])).toThrow(
      expect.objectContaining({
        code: 'usage.invalid',
        message: '--dashboard: there is no dashboard "bank-overvew".',
        action: expect.stringContaining('bank-overview') as string,
      }) as Error,
    )
  })
})
