import { type Chance } from '../simulation/chance.ts'

/** What an explanation must never repeat; every odd text carries it. */
export const canary = 'canary-7f3a'

/** JSON text that a lenient reader would trip over. */
const oddJson: readonly string[] = [
  ...['null', 'true', '{}', '[]', '""', '0', '-0', '-1', '1e400', '-1e400', '1e-400', '42.5'],
  ...['9007199254740991', '9007199254740992', '-9007199254740993', '18446744073709551616'],
  ...['90', '-90.0000001', '180', '1.7976931348623157e308', '5e-324', '0.1e1', '01', '+1', '.5'],
  ...['NaN', 'Infinity', 'undefined', "'single'", '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"'],
  ...['"\\ufeff"', '"\u202e\u2066"', '"😀"', '"\\x41"', '"\n"', '"__proto__"', '"constructor"'],
  ...['{"__proto__":{"polluted":true}}', '{"toString":1,"length":-1}', '[[[[[[]]]]]]'],
  ...['"2016-02-29T00:00:00.000Z"', '"2015-02-29T00:00:00.000Z"', '"2016-12-31T23:59:60.000Z"'],
  ...['"9999-12-31T23:59:59.999Z"', '"0000-01-01T00:00:00.000Z"', '"2026-11-21T24:00:00.000Z"'],
  ...['"+010000-01-01T00:00:00.000Z"', '"2026-10-25T02:30:00.000Z"', '"1990-04-23"', '"EUR"'],
  ...['"JPY"', '"XXX"', '"eur"', '"FR"', '"Europe/Paris"', '"Mars/Base"', '"Etc/GMT+12"', '"5411"'],
  `"${canary}"`,
  `"${'é'.repeat(201)} ${canary}"`,
]

const manyDigits = 5_000

/** A text that stands where a value may stand; mostly JSON. */
export function oddValue(chance: Chance): string {
  switch (chance.below(8)) {
    case 0:
      return '9'.repeat(1 + chance.below(manyDigits))
    case 1:
      return nested(1 + chance.below(chance.isTrue(0.1) ? 12_000 : 60), chance.isTrue(0.5))
    case 2:
      return JSON.stringify(oddText(chance))
    default:
      return chance.pick(oddJson) ?? ''
  }
}

/** Lists or objects in each other; deeper than a recursive reader may go. */
function nested(depth: number, isList: boolean): string {
  return isList
    ? '['.repeat(depth) + ']'.repeat(depth)
    : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

const oddUnits = ['\ud800', '\udfff', '\u0000', '\u202e', '\u0301', '\ufeff', '\u2028', 'ﷺ', '👩‍👩‍👧‍👦', 'A', '9', ' ', '"', '\\', '<', '\uffff'] // prettier-ignore

/** Text of odd characters, up to some hundred of them. */
export function oddText(chance: Chance): string {
  const unit = chance.pick(oddUnits) ?? ''
  const other = chance.pick(oddUnits) ?? ''
  return canary + unit.repeat(chance.below(chance.isTrue(0.1) ? 1100 : 12)) + other
}

/** Where a value of a JSON text begins and ends; strings, numbers and words only. */
const scalar = /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b/g
const fieldName = /"(?:[^"\\]|\\.)*"(?=\s*:)/g

type TextMutation = (text: string, chance: Chance) => string

/** What can be done to an event that is written as JSON. */
export const textMutations: readonly TextMutation[] = [
  (text, chance) => replaceOne(text, scalar, chance, () => oddValue(chance)),
  (text, chance) => replaceOne(text, scalar, chance, () => oddValue(chance)),
  (text, chance) => replaceOne(text, fieldName, chance, () => JSON.stringify(oddText(chance))),
  // One value where another one belongs: of the right kind as a rule.
  (text, chance) => replaceOne(text, scalar, chance, () => chance.pick(text.match(scalar) ?? []) ?? ''), // prettier-ignore
  (text, chance) => replaceOne(text, fieldName, chance, () => chance.pick(text.match(fieldName) ?? []) ?? ''), // prettier-ignore
  (text, chance) => replaceOne(text, /\{/g, chance, () => `{${JSON.stringify(oddText(chance))}:${oddValue(chance)},`), // prettier-ignore
  (text, chance) => replaceOne(text, /\d/g, chance, () => String(chance.below(10))),
  (text, chance) => replaceOne(text, /[,:{}[\]]/g, chance, (found) => ' \n\t'.repeat(chance.below(5)) + found), // prettier-ignore
  (text, chance) => replaceOne(text, /[,:{}[\]"]/g, chance, () => chance.pick([',', ':', '}', ']', '//', '', '"']) ?? ''), // prettier-ignore
  (text, chance) => replaceOne(text, /[A-Za-z]/g, chance, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`), // prettier-ignore
  (text, chance) => text.replace(/("(?:recorded)?time":")\d{4}/, `$1${2000 + chance.below(40)}`),
  // Each is valid; it is their sums that must not leave what a mapping takes.
  (text, chance) => replaceOne(text, /(?<="[a-z_]*minor":)-?\d+/g, chance, () => chance.pick(['9007199254740991', '9007199254740000', '0', '-9007199254740991']) ?? ''), // prettier-ignore
  (text) => text + text,
]

function replaceOne(
  text: string,
  pattern: RegExp,
  chance: Chance,
  by: (found: string) => string,
): string {
  // From anywhere on, and from the start where nothing follows: all places need not be looked for.
  pattern.lastIndex = chance.below(text.length + 1)
  const place = pattern.exec(text) ?? pattern.exec(text)
  if (place === null) return text
  const [found] = place
  return text.slice(0, place.index) + by(found) + text.slice(place.index + found.length)
}

/** Around the size that an event may have, seldom around that of a message. */
export function padded(text: string, chance: Chance): string {
  const bytes = chance.isTrue(0.02) ? 1 << 20 : 64 << 10
  const length = Math.max(0, bytes - Buffer.byteLength(text) - 14 + chance.below(4) - 2)
  return text.replace('{', () => `{"padding":"${'x'.repeat(length)}",`)
}
