import { randomUUID } from 'node:crypto'
import { type Answer, ok, refusal } from './answer.ts'
import { type Flavour, isAtLeast, knownTypes, lastKnownVersion, strayAttribute } from './flavour.ts'
import { migrate } from './migrate.ts'
import { fileIn } from './multipart.ts'
import { type KeptObject, type KibanaStore } from './store.ts'

/** One line of a file, as far as the importer looks at it. */
export interface Incoming {
  readonly id: string
  readonly type: string
  readonly attributes?: Record<string, unknown>
  readonly references?: KeptObject['references']
  readonly migrationVersion?: Record<string, string>
  readonly originId?: string
}

interface ImportRequest {
  readonly flavour: Flavour
  readonly store: KibanaStore
  readonly space: string
  readonly query: URLSearchParams
  readonly contentType: string | undefined
  readonly body: string
}

/** `POST /api/saved_objects/_import`, with the oddities that a real one was seen to have. */
export function answerImport(request: ImportRequest): Answer {
  const { flavour, query, body, contentType } = request
  const known = ['overwrite', 'createNewCopies', ...(isAtLeast(flavour, '8.0') ? ['compatibilityMode'] : [])] // prettier-ignore
  const unknown = [...query.keys()].find((key) => !known.includes(key))
  if (unknown !== undefined) {
    return refusal(400, `[request query.${unknown}]: definition for this key is missing`)
  }
  const file = fileIn(body, contentType)
  if (file === undefined) return refusal(400, '[request body.file]: expected value of type [Stream]') // prettier-ignore
  const extension = /\.[^.]*$/.exec(file.name)?.[0] ?? ''
  if (extension !== '.ndjson') return refusal(400, `Invalid file extension ${extension}`)
  const lines = file.text.split('\n').filter((line) => line.trim() !== '')
  let objects: Incoming[]
  try {
    objects = lines.map((line) => JSON.parse(line) as Incoming)
  } catch (error) {
    return refusal(400, (error as Error).message)
  }
  return unusable(flavour, objects) ?? importAll(request, objects)
}

/** What keeps the whole file out. */
function unusable(flavour: Flavour, objects: readonly Incoming[]): Answer | undefined {
  const names = objects.map(({ type, id }) => `${type}:${id}`)
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]
  if (twice.length > 0) return refusal(400, `Non-unique import objects detected: [${twice.join(',')}]`) // prettier-ignore
  const known = objects.filter(({ type }) => knownTypes(flavour).includes(type))
  if (known.some(({ attributes }) => attributes === undefined)) {
    return refusal(500, 'An internal server error occurred.')
  }
  const newer = known.find(
    ({ type, migrationVersion = {} }) =>
      !isAtLeast(flavour, '8.0') &&
      isNewer(migrationVersion[type], lastKnownVersion(flavour, type)),
  )
  if (newer === undefined) return undefined
  const { type, id, migrationVersion = {} } = newer
  return refusal(
    422,
    `Document "${id}" has property "${type}" which belongs to a more recent version of Kibana [${migrationVersion[type] ?? ''}]. The last known version is [${lastKnownVersion(flavour, type)}]`,
  )
}

function isNewer(version: string | undefined, known: string): boolean {
  return (version ?? '0').localeCompare(known, 'en', { numeric: true }) > 0
}

/** Where an object goes in this space, or why it does not. */
type Verdict =
  | { readonly object: Incoming; readonly destination: Destination }
  | { readonly object: Incoming; readonly error: object }

interface Destination {
  readonly id: string
  readonly originId?: string
  readonly isOverwrite: boolean
}

const resolvable = ['conflict', 'ambiguous_conflict', 'missing_references']

function importAll(request: ImportRequest, objects: readonly Incoming[]): Answer {
  const verdicts = objects.map((object) => judge(request, object, objects))
  const taken = verdicts.filter((verdict) => 'destination' in verdict)
  const refused = verdicts.filter((verdict) => 'error' in verdict)
  const isBlocked = refused.some(({ error }) => resolvable.includes((error as { type: string }).type)) // prettier-ignore
  if (!isBlocked) keep(request, taken)
  const successResults = taken.map(({ object, destination }) => ({
    type: object.type,
    id: object.id,
    meta: { title: object.attributes?.['title'], icon: 'app' },
    ...(destination.isOverwrite ? { overwrite: true } : {}),
    ...(destination.id === object.id ? {} : { destinationId: destination.id }),
  }))
  const errors = refused.map(({ object, error }) => {
    const title = object.attributes?.['title']
    return { id: object.id, type: object.type, title, meta: { title, icon: 'app' }, error }
  })
  return ok({
    success: errors.length === 0,
    // Also of those that it did not create, because another one failed.
    successCount: taken.length,
    ...(taken.length === 0 ? {} : { successResults }),
    ...(errors.length === 0 ? {} : { errors }),
  })
}

function judge(request: ImportRequest, object: Incoming, all: readonly Incoming[]): Verdict {
  const { flavour, query } = request
  const { type, attributes = {} } = object
  if (!knownTypes(flavour).includes(type)) return { object, error: { type: 'unsupported_type' } }
  const references = missingReferences(request, object, all)
  if (references.length > 0) return { object, error: { type: 'missing_references', references } }
  const stray = strayAttribute(flavour, type, attributes)
  if (stray !== undefined) return { object, error: strictMapping(flavour, type, stray) }
  const found = destinationOf(request, object)
  if ('error' in found) return { object, ...found }
  const isConflict = found.destination.isOverwrite && query.get('overwrite') !== 'true'
  return isConflict ? { object, error: { type: 'conflict' } } : { object, ...found }
}

function strictMapping(flavour: Flavour, type: string, stray: string): object {
  return isAtLeast(flavour, '8.9')
    ? { type: 'unknown', statusCode: 400, message: `[attributes.${stray}]: definition for this key is missing` } // prettier-ignore
    : { type: 'unknown', message: `mapping set to strict, dynamic introduction of [${stray}] within [${type}] is not allowed` } // prettier-ignore
}

/** Kibana looks for data views and saved searches only. */
function missingReferences(
  { store, space }: ImportRequest,
  { references = [] }: Incoming,
  all: readonly Incoming[],
) {
  return references
    .filter(({ type }) => type === 'index-pattern' || type === 'search')
    .filter(({ type, id }) => !all.some((other) => other.type === type && other.id === id))
    .filter(({ type, id }) => store.find(space, type, id) === undefined)
    .map(({ type, id }) => ({ type, id }))
}

/** From 8.0 on an id is there once in all spaces; a copy is found by its origin. */
function destinationOf(
  { flavour, store, space }: ImportRequest,
  { type, id, originId }: Incoming,
): { readonly destination: Destination } | { readonly error: object } {
  const kept = originId === undefined ? {} : { originId }
  if (store.find(space, type, id) !== undefined) {
    return { destination: { id, ...kept, isOverwrite: true } }
  }
  if (!isAtLeast(flavour, '8.0')) return { destination: { id, ...kept, isOverwrite: false } }
  const copies = store.objects(space).filter((each) => each.type === type && each.originId === id)
  const [first, ...others] = copies
  if (others.length > 0) {
    return { error: { type: 'ambiguous_conflict', destinations: copies.map((each) => ({ id: each.id })) } } // prettier-ignore
  }
  if (first !== undefined) {
    return { destination: { id: first.id, originId: id, isOverwrite: true } }
  }
  return store.isElsewhere(space, type, id)
    ? { destination: { id: randomUUID(), originId: id, isOverwrite: false } }
    : { destination: { id, ...kept, isOverwrite: false } }
}

function keep(
  { flavour, store, space }: ImportRequest,
  taken: readonly { readonly object: Incoming; readonly destination: Destination }[],
): void {
  const ids = new Map(
    taken.map(({ object, destination }) => [`${object.type}:${object.id}`, destination.id]),
  )
  const saved = taken.map(({ object, destination: { id, originId } }) => {
    const { type, attributes = {}, references = [], migrationVersion } = object
    const rewired = references.map((reference) => ({
      ...reference,
      id: ids.get(`${reference.type}:${reference.id}`) ?? reference.id,
    }))
    const versions = migrationVersion === undefined ? {} : { migrationVersion }
    const migrated = migrate(flavour, type, { attributes, references: rewired, versions })
    return { id, type, ...migrated, ...(originId === undefined ? {} : { originId }) }
  })
  store.save(space, saved)
}
