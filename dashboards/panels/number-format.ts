import { type NumberFormat } from './picture.ts'

/** Of counts and of whatever has no format of its own. */
export const plainNumber: NumberFormat = {
  decimalsMin: 0,
  decimalsMax: 3,
  unit: { kind: 'none' },
}

export const wholeNumber: NumberFormat = { ...plainNumber, decimalsMax: 0 }

/** A share: 1 is 100 %. */
export const percentFormat: NumberFormat = { ...plainNumber, unit: { kind: 'percent' } }

export const bytesFormat: NumberFormat = { ...plainNumber, decimalsMax: 1, unit: { kind: 'bytes' } }

/** Units of Kibana's durations, in ms. */
export const durationUnits: Readonly<Record<string, number>> = {
  nanoseconds: 0.000_001,
  microseconds: 0.001,
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
}

/** Of a length of time; the page writes it in the unit that suits its length. */
export function durationFormat(ms: number): NumberFormat {
  return { ...plainNumber, unit: { kind: 'duration', ms } }
}

/** Of a date, as aggregations give it: in epoch ms. */
export const moment: NumberFormat = { ...wholeNumber, unit: { kind: 'time' } }

/**
 * Reads a pattern of Kibana's number formats: `0,0.00`, `0.[0]%`, `0,0.[0] b`, `$0,0`.
 *
 * What stands before and behind the digits goes with them; an abbreviation (`0a`) is left out.
 */
export function parseNumberPattern(pattern: string): NumberFormat {
  const [, before = '', digits = '', after = ''] = /^([^0#]*)([0#,.[\]]*)(.*)$/.exec(pattern) ?? []
  const [, fixed = '', optional = ''] = /\.\]?(0*)(?:\[(0+)\])?/.exec(digits) ?? []
  return {
    decimalsMin: digits.includes('[.]') ? 0 : fixed.length,
    decimalsMax: fixed.length + optional.length,
    unit: unitOf(before, after),
  }
}

function unitOf(before: string, after: string): NumberFormat['unit'] {
  if (after.includes('%')) return { kind: 'percent' }
  if (/^ ?i?b$/.test(after)) return { kind: 'bytes' }
  const sign = after.replace(/^ ?a$/, '')
  return before === '' && sign === '' ? { kind: 'none' } : { kind: 'affix', before, after: sign }
}
