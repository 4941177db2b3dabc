import { type MappingProperty } from '../../contracts/mapping.ts'

/** One respect in which what was found is not what was expected. */
export interface Difference {
  readonly text: string
  /** True when it can be put right by adding, which changes nothing that was there. */
  readonly isAddition: boolean
}

type Properties = Readonly<Record<string, MappingProperty>>

/**
 * How a mapping differs from the expected one. Fields beyond it do no harm and are no difference;
 * a field that is missing can be added; a field of another kind cannot be changed.
 */
export function mappingDifferences(found: unknown, expected: Properties): readonly Difference[] {
  const foundFields = fieldsIn(found)
  return [...fieldsIn(expected)].flatMap(([path, parameters]): Difference[] => {
    const existing = foundFields.get(path)
    if (existing === undefined) return [{ text: `no field ${path}`, isAddition: true }]
    if (existing === parameters) return []
    return [{ text: `${path} is ${existing}, expected ${parameters}`, isAddition: false }]
  })
}

/**
 * How settings differ from the expected ones; settings beyond those are no difference.
 *
 * Elasticsearch takes settings nested or dotted, with or without `index.`, as numbers or texts,
 * and gives them back nested and as texts.
 */
export function settingDifferences(found: unknown, expected: unknown): readonly Difference[] {
  const foundSettings = flatSettings(found)
  return Object.entries(flatSettings(expected)).flatMap(([name, value]): Difference[] => {
    const existing = foundSettings[name]
    if (existing === value) return []
    const text = `${name}=${existing ?? '(unset)'}, expected ${value}`
    return [{ text, isAddition: false }]
  })
}

/** Settings with dotted names that begin with `index.` and with texts as values. */
export function flatSettings(settings: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    leavesIn(settings, '').map(([path, value]) => [
      path.startsWith('index.') ? path : `index.${path}`,
      value,
    ]),
  )
}

function leavesIn(value: unknown, path: string): [path: string, value: string][] {
  if (!isRecord(value)) return value === undefined ? [] : [[path, plainText(value)]]
  return Object.entries(value).flatMap(([name, inner]) =>
    leavesIn(inner, path === '' ? name : `${path}.${name}`),
  )
}

/** Every field with its dotted path, and its kind and parameters as one text. */
function fieldsIn(properties: unknown, prefix = ''): Map<string, string> {
  if (!isRecord(properties)) return new Map()
  return new Map(
    Object.entries(properties).flatMap(([name, property]) => {
      if (!isRecord(property)) return []
      const { properties: inner, ...parameters } = property
      const path = `${prefix}${name}`
      return [[path, parametersText(parameters)] as const, ...fieldsIn(inner, `${path}.`)]
    }),
  )
}

/** Elasticsearch leaves `type: object` out where there are inner fields. */
function parametersText({ type = 'object', ...others }: Readonly<Record<string, unknown>>): string {
  const parameters = leavesIn(others, '').map(([name, value]) => `${name}=${value}`)
  return [plainText(type), ...parameters.sort()].join(' ')
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
