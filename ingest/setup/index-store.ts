import { type IndexTemplate, type MappingProperty } from '../../contracts/mapping.ts'
import { type ElasticsearchClient, type estypes } from '../../runtime/elasticsearch/connection.ts'
import { statusOf, toElasticsearchProblem } from '../../runtime/elasticsearch/failure.ts'

/** An index template as Elasticsearch gives it back. */
export interface StoredTemplate {
  readonly patterns: readonly string[]
  readonly priority: unknown
  readonly settings: unknown
  readonly dynamic: unknown
  readonly properties: unknown
  readonly aliases: readonly string[]
}

/**
 * What setup asks of Elasticsearch. Everything throws PipelineError: `elasticsearch.unreachable`,
 * `elasticsearch.refused` or `elasticsearch.rejected`.
 */
export interface IndexStore {
  findTemplate(name: string): Promise<StoredTemplate | undefined>
  putTemplate(name: string, template: IndexTemplate): Promise<void>
  /** The `properties` of every existing index that fits a pattern, by name. */
  mappingsOf(patterns: readonly string[]): Promise<ReadonlyMap<string, unknown>>
  addFields(index: string, properties: Readonly<Record<string, MappingProperty>>): Promise<void>
  /** Makes an index of its template; one that is there already stays as it is. */
  createIndex(name: string): Promise<void>
  /** In real time. */
  findDocument(index: string, id: string): Promise<StoredDocument | undefined>
  /** Every document of a small index, up to 10,000; those whose writing was awaited are found. */
  allDocuments(index: string): Promise<readonly StoredDocument[]>
  /** Writes a document that must not exist; false when it does. */
  createDocument(index: string, id: string, document: object): Promise<boolean>
  /** Merges fields into a document; false when it is not what was found any more. */
  changeDocument(index: string, found: StoredDocument, fields: object): Promise<boolean>
}

/** A document, and by what it is known whether it has changed since. */
export interface StoredDocument {
  readonly id: string
  readonly source: unknown
  readonly seqNo: number
  readonly primaryTerm: number
}

/** The store over the official client. */
export function createIndexStore(client: ElasticsearchClient, url: string): IndexStore {
  const ask: Ask = async (doing, answer, onStatus = {}) => {
    try {
      return await answer
    } catch (error) {
      const status = statusOf(error)
      const instead = status === undefined ? undefined : onStatus[status]
      if (instead !== undefined) return instead()
      throw toElasticsearchProblem(error, { url, doing })
    }
  }
  return { ...templatesOf(client, ask), ...indicesOf(client, ask), ...documentsOf(client, ask) }
}

type Ask = <Answer, Instead = Answer>(
  doing: string,
  answer: Promise<Answer>,
  onStatus?: Readonly<Record<number, () => Instead>>,
) => Promise<Answer | Instead>

const absent = { 404: () => undefined }

function templatesOf(client: ElasticsearchClient, ask: Ask) {
  return {
    async findTemplate(name: string): Promise<StoredTemplate | undefined> {
      const doing = `tell the index template ${name}`
      const answer = await ask(doing, client.indices.getIndexTemplate({ name }), absent)
      const found = answer?.index_templates[0]?.index_template
      return found && toStoredTemplate(found)
    },
    async putTemplate(name: string, { index_patterns, ...template }: IndexTemplate): Promise<void> {
      // The library's types know the parameters of each kind of field; ours come from contracts.
      const body = { name, index_patterns: [...index_patterns], ...template } as object
      const request = body as Parameters<typeof client.indices.putIndexTemplate>[0]
      await ask(`take the index template ${name}`, client.indices.putIndexTemplate(request))
    },
  }
}

function toStoredTemplate(found: estypes.IndicesIndexTemplate): StoredTemplate {
  const { settings, mappings, aliases = {} } = found.template ?? {}
  return {
    patterns: [found.index_patterns].flat(),
    priority: found.priority,
    settings,
    dynamic: mappings?.dynamic,
    properties: mappings?.properties,
    aliases: Object.keys(aliases),
  }
}

function indicesOf(client: ElasticsearchClient, ask: Ask) {
  return {
    async mappingsOf(patterns: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
      const answer = await ask(
        `tell the mappings of ${patterns.join(', ')}`,
        client.indices.getMapping({ index: [...patterns], allow_no_indices: true }),
        absent,
      )
      const found = Object.entries(answer ?? {})
      return new Map(found.map(([name, { mappings }]) => [name, mappings.properties]))
    },
    async addFields(
      index: string,
      properties: Readonly<Record<string, MappingProperty>>,
    ): Promise<void> {
      const request = { index, properties } as Parameters<typeof client.indices.putMapping>[0]
      await ask(`add fields to ${index}`, client.indices.putMapping(request))
    },
    async createIndex(name: string): Promise<void> {
      const doing = `make the index ${name}`
      const isThere = () => ask(doing, client.indices.exists({ index: name }))
      if (await isThere()) return
      await ask(doing, client.indices.create({ index: name })).catch(async (error: unknown) => {
        // Somebody else may have been quicker.
        if (!(await isThere())) throw error
      })
    },
  }
}

function documentsOf(client: ElasticsearchClient, ask: Ask) {
  return {
    async findDocument(index: string, id: string): Promise<StoredDocument | undefined> {
      const doing = `tell the document ${id} of ${index}`
      const answer = await ask(doing, client.get({ index, id }), absent)
      return answer && toStoredDocument(answer)
    },
    async allDocuments(index: string): Promise<readonly StoredDocument[]> {
      const found = client.search({ index, size: 10_000, seq_no_primary_term: true })
      const answer = await ask(`tell the documents of ${index}`, found, absent)
      return (answer?.hits.hits ?? []).map(toStoredDocument)
    },
    createDocument(index: string, id: string, document: object): Promise<boolean> {
      const written = client.create({ index, id, document, refresh: true })
      return ask<boolean>(
        `take the document ${id} of ${index}`,
        written.then(() => true),
        { 409: () => false },
      )
    },
    changeDocument(index: string, found: StoredDocument, fields: object): Promise<boolean> {
      const { id, seqNo, primaryTerm } = found
      const written = client.update({
        index,
        id,
        if_seq_no: seqNo,
        if_primary_term: primaryTerm,
        doc: fields,
        // Also fields as they were: whoever looks sees that somebody has written.
        detect_noop: false,
        refresh: true,
      })
      return ask<boolean>(
        `take the document ${id} of ${index}`,
        written.then(() => true),
        { 409: () => false },
      )
    },
  }
}

interface Hit {
  readonly _id?: string
  readonly _source?: unknown
  readonly _seq_no?: number
  readonly _primary_term?: number
}

function toStoredDocument({ _id, _source, _seq_no, _primary_term }: Hit): StoredDocument {
  return { id: _id ?? '', source: _source, seqNo: _seq_no ?? 0, primaryTerm: _primary_term ?? 0 }
}
