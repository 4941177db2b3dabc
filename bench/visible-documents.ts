/** A document that a search finds, in this version for the first time. */
interface Seen {
  readonly id: string
  /** Epoch ms, of the field that was asked for. */
  readonly time: number
}

interface Answer {
  readonly hits: {
    readonly hits: readonly {
      readonly _id: string
      readonly sort: readonly [number]
      readonly fields: Readonly<Record<string, readonly [string]>>
    }[]
  }
}

/** More than a refresh makes visible at the rates of a benchmark. */
const size = 10_000
/** Numbers are given as documents come in; a refresh may show a later one first. */
const overlap = 2000

/**
 * What becomes visible to searches in the one index of a pattern, in the order in which
 * Elasticsearch took it (`_seq_no`).
 */
export class VisibleDocuments {
  readonly #url: string
  readonly #field: string
  /** Highest number that was seen. */
  #newest = -1
  /** Numbers near it that were seen. */
  #seen = new Set<number>()

  constructor(url: string, index: string, field: string) {
    this.#url = `${url}/${index}/_search?ignore_unavailable=true&filter_path=hits.hits._id,hits.hits.sort,hits.hits.fields`
    this.#field = field
  }

  /** What is visible now and was not at the last call. */
  async next(): Promise<readonly Seen[]> {
    const from = this.#newest - overlap
    const body = {
      size,
      _source: false,
      track_total_hits: false,
      query: { range: { _seq_no: { gt: from } } },
      sort: [{ _seq_no: 'asc' }],
      fields: [{ field: this.#field, format: 'epoch_millis' }],
    }
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(this.#url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`a search was answered with ${answer.status}`)
    const { hits } = (await answer.json()) as Partial<Answer>
    return this.#newOf(hits?.hits ?? [])
  }

  #newOf(hits: Answer['hits']['hits']): readonly Seen[] {
    const found = hits.filter(({ sort: [number] }) => !this.#seen.has(number))
    for (const { sort } of found) this.#seen.add(sort[0])
    this.#newest = Math.max(this.#newest, found.at(-1)?.sort[0] ?? -1)
    this.#seen = new Set([...this.#seen].filter((number) => number > this.#newest - 2 * overlap))
    return found.map(({ _id: id, fields }) => ({ id, time: Number(fields[this.#field]?.[0]) }))
  }
}
