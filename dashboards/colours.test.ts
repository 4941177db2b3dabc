import { describe, expect, test } from 'vitest'
import { colours, directionColours, distinctColours, outcomeColours } from './colours.ts'

type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** Linear light as it is seen: Machado, Oliveira and Fernandes (2009), of full severity. */
const sights: Readonly<Record<string, Matrix>> = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
}

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function times(rows: Matrix, [r, g, b]: Triple): Triple {
  const [x, y, z] = rows.map(([one, two, three]) => one * r + two * g + three * b)
  return [x ?? 0, y ?? 0, z ?? 0]
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2.1. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** CIE 1976 L*a*b*, D65. */
function lab(colour: Triple): Triple {
  const toXyz: Matrix = [
    [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
    [0.2126, 0.7152, 0.0722],
    [0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089],
  ]
  const [x, y, z] = times(toXyz, colour).map((value) => Math.cbrt(Math.max(0, value)))
  return [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))]
}

function difference(one: string, other: string, sight: Matrix): number {
  const [a, b] = [lab(times(sight, linear(one))), lab(times(sight, linear(other)))]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

const together: readonly (readonly [string, readonly string[]])[] = [
  ['series', Object.values(colours)],
  ['outcomes', Object.values(outcomeColours)],
  ['directions', Object.values(directionColours)],
  ['values without an order', Object.values(distinctColours(['1', '2', '3', '4', '5', '6']))],
]

describe('colours', () => {
  test.each(together)('of %s stand out from a light and from a dark ground', (_what, among) => {
    const contrasts = among.flatMap((colour) =>
      ['#FFFFFF', '#1D1E24'].map((ground) => contrast(colour, ground)),
    )

    expect(Math.min(...contrasts)).toBeGreaterThan(2.95)
  })

  test.each(together)('of %s are told apart, whichever colours somebody sees', (_what, among) => {
    const differences = Object.values(sights).flatMap((sight) =>
      among.flatMap((one, index) =>
        among.slice(index + 1).map((other) => difference(one, other, sight)),
      ),
    )

    expect(Math.min(...differences)).toBeGreaterThan(20)
  })

  test('are refused for more values than there are', () => {
    expect(() => distinctColours(['1', '2', '3', '4', '5', '6', '7'])).toThrow('at most 6 values')
  })
})
