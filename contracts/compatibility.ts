import { isDeepStrictEqual } from 'node:util'
import { type JsonSchema } from './publish/json-schema.ts'

/** What a change of a schema breaks. */
export interface Incompatibility {
  /** Where in the event: `data.channel`; empty for the event as a whole. */
  readonly path: string
  /**
   * - `old events`: today's reader may refuse what the frozen schema allowed.
   * - `old readers`: a reader of the frozen schema may refuse, or no longer find, what today's
   *   allows.
   */
  readonly breaks: 'old events' | 'old readers'
  /** What broke, and which new version is needed. */
  readonly sentence: string
}

interface Comparison {
  /** Type with version: `bank.transaction.authorized.v1`. */
  readonly type: string
  /** The JSON Schema of the type as it was released. */
  readonly frozen: JsonSchema
  readonly today: JsonSchema
  /** Every type there is: the version that is advised is the next after the newest of them. */
  readonly types: readonly string[]
}

/**
 * Everything that a change of an event breaks: of the events that are in the log, and of the readers
 * that were built before it. Nothing, where both go on.
 *
 * Exact for the subset of JSON Schema that our events use: objects with properties, `required` and
 * `additionalProperties`; `type`, `enum`, `const`, and the limits of text and numbers. Two patterns
 * or formats cannot be compared, so any change of them breaks both; so does any difference in a
 * keyword that is not known here. Words for people (descriptions, examples, `x-personal`) are free.
 *
 * In an open model a field that is new and optional is allowed, although JSON Schema would have let
 * an old event hold something else under its name: a producer writes only what is in its contract.
 */
export function incompatibilities({ type, types, frozen, today }: Comparison): Incompatibility[] {
  const { version, next } = versionsOf(type, types)
  const soWhat = {
    'old events': `so events of ${version} may no longer parse`,
    'old readers': `which readers of ${version} refuse`,
  }
  return differences({ path: '', frozen, today }).map(({ path, breaks, what, so }) => {
    const effect = so === undefined ? soWhat[breaks] : `${so} ${version}`
    const advice = `Keep ${version} as it was and make it ${next}.`
    return { path, breaks, sentence: `${type}: ${what}, ${effect}. ${advice}` }
  })
}

function versionsOf(type: string, types: readonly string[]) {
  const [name, number] = splitVersion(type)
  const taken = types.map(splitVersion).filter(([other]) => other === name)
  const newest = Math.max(number, ...taken.map(([, it]) => it))
  return { version: `v${number}`, next: `${name}.v${newest + 1}` }
}

/** A type without a version is in its first. */
function splitVersion(type: string): [name: string, version: number] {
  const { name = type, version = '1' } = /^(?<name>.+)\.v(?<version>\d+)$/.exec(type)?.groups ?? {}
  return [name, Number(version)]
}

interface Place {
  readonly path: string
  readonly frozen: JsonSchema
  readonly today: JsonSchema
}

interface Difference extends Pick<Incompatibility, 'path' | 'breaks'> {
  readonly what: string
  /** Where the usual consequence is not what happens; the version follows it. */
  readonly so?: string
}

function differences(place: Place): Difference[] {
  const ofType = typeDifferences(place)
  // Another type has other limits: to list them too would only hide what happened.
  if (ofType.length === 2) return ofType
  return [
    ...ofType,
    ...valueDifferences(place),
    ...limits.flatMap((limit) => limitDifferences(place, limit)),
    ...['pattern', 'format'].flatMap((keyword) => ruleDifferences(place, keyword)),
    ...opennessDifferences(place),
    ...fieldDifferences(place),
    ...unknownDifferences(place),
  ]
}

function subject(path: string): string {
  return path === '' ? 'the event' : path
}

function typeDifferences({ path, frozen, today }: Place): Difference[] {
  const [before, now] = [typesOf(frozen), typesOf(today)]
  const what = `the type of ${subject(path)} is now ${now.join(' or ')} (was ${before.join(' or ')})`
  return [
    ...(includesTypes(now, before) ? [] : [{ path, breaks: 'old events' as const, what }]),
    ...(includesTypes(before, now) ? [] : [{ path, breaks: 'old readers' as const, what }]),
  ]
}

function typesOf({ type }: JsonSchema): string[] {
  return type === undefined ? ['anything'] : ([type].flat() as string[])
}

function includesTypes(wide: readonly string[], narrow: readonly string[]): boolean {
  return (
    wide.includes('anything') ||
    narrow.every((it) => wide.includes(it) || (it === 'integer' && wide.includes('number')))
  )
}

function valueDifferences({ path, frozen, today }: Place): Difference[] {
  const [before, now] = [valuesOf(frozen), valuesOf(today)]
  const name = subject(path)
  if (before === undefined && now === undefined) return []
  if (before === undefined) {
    return [{ path, breaks: 'old events', what: `${name} may now only be ${listed(now)}` }]
  }
  if (now === undefined) {
    const what = `${name} may now be other than ${listed(before)}`
    return [{ path, breaks: 'old readers', what }]
  }
  const removed = listed(before.filter((value) => !now.includes(value)))
  const added = listed(now.filter((value) => !before.includes(value)))
  const inEvents = {
    path,
    breaks: 'old events',
    what: `${name} may no longer be ${removed}`,
  } as const
  const inReaders = { path, breaks: 'old readers', what: `${name} may now be ${added}` } as const
  return [...(removed === '' ? [] : [inEvents]), ...(added === '' ? [] : [inReaders])]
}

function valuesOf(schema: JsonSchema): unknown[] | undefined {
  if (Object.hasOwn(schema, 'const')) return [schema['const']]
  return schema['enum'] as unknown[] | undefined
}

function listed(values: readonly unknown[] = []): string {
  return values
    .map((value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value)))
    .join(' or ')
}

interface Limit {
  readonly keyword: string
  /** What holds where the keyword is absent. */
  readonly without: number
}

const limits: readonly Limit[] = [
  { keyword: 'minLength', without: 0 },
  { keyword: 'minimum', without: -Infinity },
  { keyword: 'maxLength', without: Infinity },
  { keyword: 'maximum', without: Infinity },
]

function limitDifferences({ path, frozen, today }: Place, limit: Limit): Difference[] {
  const { keyword, without } = limit
  const before = (frozen[keyword] ?? without) as number
  const now = (today[keyword] ?? without) as number
  if (before === now) return []
  const isNarrower = without === Infinity ? now < before : now > before
  const shown = `${today[keyword] === undefined ? 'none' : now} (was ${frozen[keyword] === undefined ? 'none' : before})`
  const what = `the ${keyword} of ${subject(path)} is now ${shown}`
  return [{ path, breaks: isNarrower ? 'old events' : 'old readers', what }]
}

/** What can be told to be there or the same, and no more. */
function ruleDifferences({ path, frozen, today }: Place, keyword: string): Difference[] {
  const [before, now] = [frozen[keyword], today[keyword]]
  const name = subject(path)
  if (isDeepStrictEqual(before, now)) return []
  if (before === undefined) {
    return [{ path, breaks: 'old events', what: `${name} now has a ${keyword}` }]
  }
  if (now === undefined) {
    return [{ path, breaks: 'old readers', what: `${name} no longer has a ${keyword}` }]
  }
  return both(path, `the ${keyword} of ${name} has changed`)
}

function both(path: string, what: string): Difference[] {
  return [
    { path, breaks: 'old events', what },
    { path, breaks: 'old readers', what },
  ]
}

function opennessDifferences({ path, frozen, today }: Place): Difference[] {
  const [before, now] = [openness(frozen), openness(today)]
  const name = subject(path)
  if (now < before) {
    return [{ path, breaks: 'old events', what: `${name} no longer takes every unknown field` }]
  }
  if (now > before) {
    return [{ path, breaks: 'old readers', what: `${name} may now have unknown fields` }]
  }
  const keyword = 'additionalProperties'
  const isSame = now !== some || isDeepStrictEqual(frozen[keyword], today[keyword])
  return isSame ? [] : both(path, `the ${keyword} of ${name} have changed`)
}

const [none, some, every] = [0, 1, 2]

/** Which unknown fields are taken. */
function openness({ additionalProperties: unknown }: JsonSchema): number {
  if (unknown === false) return none
  const isOpen = unknown === undefined || unknown === true || isDeepStrictEqual(unknown, {})
  return isOpen ? every : some
}

function fieldDifferences({ path, frozen, today }: Place): Difference[] {
  const [before, now] = [fieldsOf(frozen), fieldsOf(today)]
  const names = [...before.known.keys(), ...now.known.keys(), ...before.required, ...now.required]
  return [...new Set(names)].flatMap((name) => {
    const at = path === '' ? name : `${path}.${name}`
    const [schemaBefore, schemaNow] = [before.known.get(name), now.known.get(name)]
    const wasRequired = before.required.has(name)
    const found: Difference[] = []
    if (now.required.has(name) && !wasRequired) {
      found.push({ path: at, breaks: 'old events', what: `${at} is now required` })
    }
    if (schemaBefore !== undefined && schemaNow === undefined) {
      return [...found, ...goneField(at, wasRequired, openness(today))]
    }
    if (wasRequired && !now.required.has(name)) {
      found.push({ path: at, breaks: 'old readers', what: `${at} may now be missing` })
    }
    if (schemaNow === undefined) return found
    if (schemaBefore !== undefined) {
      return [...found, ...differences({ path: at, frozen: schemaBefore, today: schemaNow })]
    }
    return [...found, ...newField(at, openness(frozen))]
  })
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema) {
  return {
    known: new Map(Object.entries(properties as Record<string, JsonSchema>)),
    required: new Set(required as string[]),
  }
}

function goneField(path: string, wasRequired: boolean, opennessNow: number): Difference[] {
  const inReaders = { path, breaks: 'old readers', what: `${path} is gone` } as const
  const inEvents = { path, breaks: 'old events', what: `${path} is no longer taken` } as const
  return [
    wasRequired ? inReaders : { ...inReaders, so: 'and with it what it told readers of' },
    ...(opennessNow === every ? [] : [inEvents]),
  ]
}

function newField(path: string, opennessBefore: number): Difference[] {
  if (opennessBefore === every) return []
  return [{ path, breaks: 'old readers', what: `${path} is new in a closed model` }]
}

const compared = new Set([
  ...['type', 'enum', 'const', 'pattern', 'format'],
  ...['properties', 'required', 'additionalProperties'],
  ...limits.map(({ keyword }) => keyword),
])
const wordsForPeople = new Set(['title', 'description', 'examples', 'x-personal'])

function unknownDifferences({ path, frozen, today }: Place): Difference[] {
  return [...new Set([...Object.keys(frozen), ...Object.keys(today)])]
    .filter((keyword) => !compared.has(keyword) && !wordsForPeople.has(keyword))
    .filter((keyword) => !isDeepStrictEqual(frozen[keyword], today[keyword]))
    .flatMap((keyword) => both(path, `the ${keyword} of ${subject(path)} has changed`))
}
