import { countryNames } from '../countries.ts'
import { type FieldDescription, keyword } from '../field.ts'
import { limits } from '../limits.ts'

/**
 * Keywords with the limit that the field of the event has from which they come: the constant is the
 * same, so what validates is accepted.
 */
export const idKeyword = bounded(limits.idLengthMax)
export const eventIdKeyword = bounded(limits.eventIdLength)
export const nameKeyword = bounded(limits.nameLengthMax)
export const zoneKeyword = bounded(limits.zoneLengthMax)
export const countryKeyword = bounded(limits.countryLength, countryNames)
export const currencyKeyword = bounded(limits.currencyLength)
export const mccKeyword = bounded(limits.mccLength)

function bounded(lengthMax: number, labels: Readonly<Record<string, string>> = {}) {
  return (description: FieldDescription) => keyword(description, { lengthMax, labels })
}
