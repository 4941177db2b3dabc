import { type Answer, ok, refusal } from './answer.ts'
import { type Flavour, isAtLeast, knownTypes } from './flavour.ts'
import { type KeptObject, type KibanaStore } from './store.ts'

interface ExportRequest {
  readonly flavour: Flavour
  readonly store: KibanaStore
  readonly space: string
  readonly body: string
}

interface Wanted {
  readonly type?: readonly string[]
  readonly objects?: readonly { readonly type: string; readonly id: string }[]
  readonly includeReferencesDeep?: boolean
  readonly excludeExportDetails?: boolean
}

/** `POST /api/saved_objects/_export`. */
export function answerExport(request: ExportRequest): Answer {
  const { flavour, store, space } = request
  const wanted = JSON.parse(request.body) as Wanted
  const types = wanted.type ?? wanted.objects?.map(({ type }) => type) ?? []
  if (types.length === 0) return refusal(400, 'Either `type` or `objects` are required.')
  const unknown = types.filter((type) => !knownTypes(flavour).includes(type))
  if (unknown.length > 0) {
    return refusal(400, `Trying to export non-exportable type(s): ${unknown.join(', ')}`)
  }
  const absent = wanted.objects?.filter(({ type, id }) => store.find(space, type, id) === undefined)
  if (absent !== undefined && absent.length > 0) {
    const error = { statusCode: 404, error: 'Not Found' }
    const objects = absent.map(({ type, id }) => ({ type, id, error }))
    return refusal(400, 'Error fetching objects to export', { attributes: { objects } })
  }
  return ok(exportedText(request, wanted))
}

function exportedText({ flavour, store, space }: ExportRequest, wanted: Wanted): string {
  const first = store
    .objects(space)
    .filter(({ type, id }) =>
      wanted.objects === undefined
        ? wanted.type?.includes(type)
        : wanted.objects.some((object) => object.type === type && object.id === id),
    )
  const { found, missing } =
    wanted.includeReferencesDeep === true
      ? withReferences(store, space, first)
      : { found: first, missing: [] }
  const summary = {
    exportedCount: found.length,
    missingRefCount: missing.length,
    missingReferences: missing,
  }
  // The order is that of Elasticsearch, which promises none.
  const lines: object[] = found.toReversed().map((object) => exportedLine(flavour, object))
  if (wanted.excludeExportDetails !== true) lines.push(summary)
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

function withReferences(store: KibanaStore, space: string, first: readonly KeptObject[]) {
  const found = new Map(first.map((object) => [`${object.type}:${object.id}`, object]))
  const missing = new Map<string, { type: string; id: string }>()
  // A map goes on over what is added to it meanwhile.
  for (const object of found.values()) {
    for (const { type, id } of object.references) {
      const referred = store.find(space, type, id)
      if (referred === undefined) missing.set(`${type}:${id}`, { type, id })
      else found.set(`${type}:${id}`, referred)
    }
  }
  return { found: [...found.values()], missing: [...missing.values()] }
}

function exportedLine(flavour: Flavour, object: KeptObject): object {
  const { versions, updatedAt, createdAt, sequence, references, ...fields } = object
  return {
    ...fields,
    ...versions,
    references: references.map(({ id, name, type }) => ({ id, name, type })),
    updated_at: updatedAt,
    ...(isAtLeast(flavour, '8.6') ? { created_at: createdAt } : {}),
    version: Buffer.from(`[${sequence},1]`).toString('base64'),
  }
}
