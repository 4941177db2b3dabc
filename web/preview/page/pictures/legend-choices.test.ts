import { describe, expect, test } from 'vitest'
import { countThatFits, legendChoices } from './legend-choices.ts'

const isOnline = { kind: 'is', field: 'channel', values: ['online'] } as const
const online = { label: 'online', colour: '#2F6FD6', narrowing: [isOnline] }
const labels = ['online', 'card', 'transfer']

function texts(entry: Parameters<typeof legendChoices>[0], hidden: readonly string[]): string[] {
  return legendChoices(entry, labels, new Set(hidden)).map(({ text }) => text)
}

describe('legendChoices', () => {
  test('hide, show and narrow', () => {
    expect(texts(online, [])).toEqual([
      'Show only',
      'Hide',
      'Narrow to online',
      'Everything but online',
    ])
    expect(texts({ ...online, narrowing: null }, ['online'])).toEqual(['Show only', 'Show'])
  })

  test('show all again when only it is shown', () => {
    expect(texts({ ...online, narrowing: null }, ['card', 'transfer'])).toEqual([
      'Show all',
      'Hide',
    ])
  })

  test('say what is hidden then', () => {
    const [only, toggle] = legendChoices(online, labels, new Set(['card']))

    expect(only).toMatchObject({ hidden: new Set(['card', 'transfer']) })
    expect(toggle).toMatchObject({ hidden: new Set(['card', 'online']) })
  })

  test('say what everything but several filters is not', () => {
    const narrowing = [isOnline, { ...isOnline, field: 'other' }]

    expect(texts({ ...online, narrowing }, [])).toEqual(['Show only', 'Hide', 'Narrow to online'])
  })
})

describe('countThatFits', () => {
  const line = { gap: 4, moreWidth: 50 }

  test.each([
    [300, 3],
    // 3 × 98 + 2 × 4 = 302
    [302, 3],
    [301, 2],
    [180, 1],
    [10, 1],
  ])('leaves room for the button of the rest on a line of %i pixels: %i', (widthMax, expected) => {
    const widths = widthMax === 300 ? [90, 90, 90] : [98, 98, 98]

    expect(countThatFits(widths, { ...line, widthMax })).toBe(expected)
  })
})
