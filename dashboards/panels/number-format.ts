import { type NumberFormat } from './picture.ts'

/** Of counts and of whatever has no format of its own. */
export const plainNumber: NumberFormat = {
  decimalsMin: 0,
  decimalsMax: 3,
  unit: { kind: 'none' },
}

export const wholeNumber: NumberFormat = { ...plainNumber, decimalsMax: 0 }

/** Of a date, as aggregations give it: in epoch ms. */
export const moment: NumberFormat = { ...wholeNumber, unit: { kind: 'time' } }

/** Reads the patterns of Kibana's number formats that the data views use: `0,0.00`, `0.[0]%`. */
export function parseNumberPattern(pattern: string): NumberFormat {
  const [, fixed = '', optional = ''] = /\.(0*)(?:\[(0+)\])?/.exec(pattern) ?? []
  return {
    decimalsMin: fixed.length,
    decimalsMax: fixed.length + optional.length,
    unit: { kind: pattern.includes('%') ? 'percent' : 'none' },
  }
}
