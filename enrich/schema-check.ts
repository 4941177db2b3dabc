import { type z } from 'zod'

/** Answers whether a value is surely valid; false also means: not sure, ask the schema itself. */
export type SureCheck = (value: unknown) => boolean

/** The same for whoever goes on with the value; false still means: not sure. */
export type SureGuard<Value> = (value: unknown) => value is Value

export function sureGuardOf<Schema extends z.ZodType>(schema: Schema): SureGuard<z.infer<Schema>> {
  return sureCheckOf(schema) as SureGuard<z.infer<Schema>>
}

/**
 * A fast answer for the common case: true only where the schema accepts the value as it is.
 *
 * zod builds a copy and a result per field, which costs more than all the rest of the door. This
 * walks the same definition once and keeps only its comparisons. Whatever it does not know by name
 * is "not sure", and then zod decides: a schema may use any part of zod, and no validation is
 * skipped. Unlike zod it leaves unknown fields in the value.
 */
export function sureCheckOf(schema: z.core.$ZodType): SureCheck {
  const definition = schema._zod.def as KnownDefinition
  switch (definition.type) {
    case 'object':
      return objectCheck(definition)
    case 'string':
      return stringCheck(definition)
    case 'number':
      return numberCheck(definition)
    case 'optional':
      return hasChecks(definition) ? notSure : optionalCheck(definition.innerType)
    case 'literal':
      return hasChecks(definition) ? notSure : oneOf(definition.values)
    case 'enum':
      return hasChecks(definition) ? notSure : oneOf(Object.values(definition.entries))
    // The cases are what this file knows, not what zod has.
    default:
      return notSure
  }
}

type KnownDefinition =
  | z.core.$ZodObjectDef
  | z.core.$ZodStringDef
  | z.core.$ZodNumberDef
  | z.core.$ZodOptionalDef
  | z.core.$ZodLiteralDef<z.core.util.Literal>
  | z.core.$ZodEnumDef

const notSure: SureCheck = () => false

function hasChecks(definition: z.core.$ZodTypeDef): boolean {
  return checksOf(definition).length > 0
}

/** A string or number format is a check itself; further ones stand beside. */
function checksOf(definition: z.core.$ZodTypeDef): readonly KnownCheck[] {
  const own = 'check' in definition ? [definition] : []
  const further = (definition.checks ?? []).map((check) => check._zod.def)
  return [...own, ...further] as unknown as readonly KnownCheck[]
}

/** zod types a check by its base only; `check` tells which of these it is. */
type KnownCheck =
  | z.core.$ZodCheckMinLengthDef
  | z.core.$ZodCheckMaxLengthDef
  | z.core.$ZodCheckLengthEqualsDef
  | z.core.$ZodCheckStringFormatDef
  | z.core.$ZodCheckGreaterThanDef
  | z.core.$ZodCheckLessThanDef
  | z.core.$ZodCheckNumberFormatDef
  | { readonly check: 'custom'; readonly fn?: unknown; readonly when?: unknown }

/** The same for what the schema of an object says beyond its fields, which are taken as valid. */
export function sureConditionsOf(schema: z.core.$ZodObject): SureCheck {
  return conditionsOf(schema._zod.def)
}

function conditionsOf(definition: z.core.$ZodObjectDef): SureCheck {
  if (definition.catchall !== undefined) return notSure
  return checksOf(definition).map(refinementOf).reduce(both, always)
}

function objectCheck(definition: z.core.$ZodObjectDef): SureCheck {
  const isRestFine = conditionsOf(definition)
  const names = Object.keys(definition.shape)
  const checks = Object.values(definition.shape).map(sureCheckOf)
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const fields = value as Readonly<Record<string, unknown>>
    for (let at = 0; at < names.length; at++) {
      if (checks[at]?.(fields[names[at] ?? '']) !== true) return false
    }
    return isRestFine(value)
  }
}

function stringCheck(definition: z.core.$ZodStringDef): SureCheck {
  const checks = checksOf(definition)
  const lengthMin = Math.max(0, ...checks.map(surelyLongEnough))
  const lengthMax = Math.min(Infinity, ...checks.map(surelyShortEnough))
  const isRestFine = checks
    .flatMap(textCheckOf)
    .reduce(both, definition.coerce === true ? notSure : always)
  return (value) =>
    typeof value === 'string' &&
    value.length >= lengthMin &&
    value.length <= lengthMax &&
    isRestFine(value)
}

/** zod counts code points, of which a string has at least half as many as it has units. */
function surelyLongEnough(check: KnownCheck): number {
  if (check.check === 'length_equals') return check.length
  if (check.check !== 'min_length') return 0
  return check.minimum <= 1 ? check.minimum : check.minimum * 2
}

function surelyShortEnough(check: KnownCheck): number {
  if (check.check === 'length_equals') return check.length
  return check.check === 'max_length' ? check.maximum : Infinity
}

function textCheckOf(check: KnownCheck): SureCheck[] {
  if (check.check === 'min_length' || check.check === 'max_length') return []
  if (check.check === 'length_equals') return [hasNoSurrogate]
  return [check.check === 'string_format' ? patternCheck(check) : refinementOf(check)]
}

const always: SureCheck = () => true

function both(first: SureCheck, second: SureCheck): SureCheck {
  return first === always ? second : (value) => first(value) && second(value)
}

function hasNoSurrogate(value: unknown): boolean {
  const text = value as string
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xf800) === 0xd800) return false
  }
  return true
}

const patternFormats: ReadonlySet<string> = new Set(['regex', 'datetime', 'date'])

/** Other formats check more than their pattern; a pattern with `g` or `y` remembers its last use. */
function patternCheck({ pattern, format }: z.core.$ZodCheckStringFormatDef): SureCheck {
  if (pattern === undefined || pattern.global || pattern.sticky) return notSure
  if (!patternFormats.has(format)) return notSure
  return (value) => pattern.test(value as string)
}

function numberCheck(definition: z.core.$ZodNumberDef): SureCheck {
  let minimum = -Infinity
  let maximum = Infinity
  let isKnown = definition.coerce !== true
  let isOfFormat: SureCheck = Number.isFinite
  for (const check of checksOf(definition)) {
    if (isSafeInteger(check)) isOfFormat = Number.isSafeInteger
    else if (isInclusiveLimit(check, 'greater_than')) minimum = Math.max(minimum, check.value)
    else if (isInclusiveLimit(check, 'less_than')) maximum = Math.min(maximum, check.value)
    else isKnown = false
  }
  if (!isKnown) return notSure
  return (value) =>
    isOfFormat(value) && (value as number) >= minimum && (value as number) <= maximum
}

function isSafeInteger(check: KnownCheck): boolean {
  return check.check === 'number_format' && check.format === 'safeint'
}

function isInclusiveLimit(
  check: KnownCheck,
  kind: 'greater_than' | 'less_than',
): check is z.core.$ZodCheckGreaterThanDef & { readonly value: number } {
  return check.check === kind && check.inclusive && typeof check.value === 'number'
}

/** Exactly true: a promise, which is truthy, is not an answer. */
function refinementOf(check: KnownCheck): SureCheck {
  if (check.check !== 'custom' || check.when !== undefined) return notSure
  const isFine = check.fn
  if (typeof isFine !== 'function') return notSure
  return (value) => (isFine as (value: unknown) => unknown)(value) === true
}

/** Where a default stands in for what is absent, the value would not be accepted as it is. */
function optionalCheck(inner: z.core.$ZodType): SureCheck {
  if (inner._zod.optin === 'defaulted') return notSure
  const check = sureCheckOf(inner)
  return (value) => value === undefined || check(value)
}

function oneOf(values: readonly unknown[]): SureCheck {
  if (values.includes(undefined)) return notSure
  const [only] = values
  if (values.length === 1) return (value) => value === only
  const known = new Set(values)
  return (value) => known.has(value)
}
