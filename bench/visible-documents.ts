interface Answer {
  readonly hits: {
    readonly hits: readonly {
      readonly sort: readonly [number]
      readonly fields: Readonly<Record<string, readonly [string]>>
    }[]
  }
}

/** More than a refresh makes visible at the rates of a benchmark. */
const size = 10_000
/**
 * Numbers are given as documents come in; a refresh may show a later one first. So many that were
 * left out are asked for again; of documents that are written anew, most never come.
 */
const missingMax = 200

/**
 * What becomes visible to searches in the one index of a pattern, in the order in which
 * Elasticsearch took it (`_seq_no`).
 */
export class VisibleDocuments {
  readonly #url: string
  readonly #field: string
  /** Highest number that was seen. */
  #newest = -1
  /** The newest numbers before it that were not. */
  #missing: number[] = []

  constructor(url: string, index: string, field: string) {
    this.#url = `${url}/${index}/_search?ignore_unavailable=true&filter_path=hits.hits.sort,hits.hits.fields`
    this.#field = field
  }

  /**
   * What is visible now and was not at the last call: the field of each document, in epoch ms.
   *
   * Read from columns alone: to load documents would take Elasticsearch longer than to index them.
   */
  async next(): Promise<readonly number[]> {
    const { range, terms } = { range: { _seq_no: { gt: this.#newest } }, terms: { _seq_no: this.#missing } } // prettier-ignore
    const body = {
      size,
      stored_fields: '_none_',
      track_total_hits: false,
      query: { bool: { should: [{ range }, { terms }] } },
      sort: [{ _seq_no: 'asc' }],
      docvalue_fields: [{ field: this.#field, format: 'epoch_millis' }],
    }
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(this.#url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`a search was answered with ${answer.status}`)
    const { hits } = (await answer.json()) as Partial<Answer>
    return this.#newOf(hits?.hits ?? [])
  }

  #newOf(hits: Answer['hits']['hits']): readonly number[] {
    const numbers = hits.map(({ sort: [number] }) => number)
    const seen = new Set(numbers)
    const newest = Math.max(this.#newest, numbers.at(-1) ?? -1)
    const skipped: number[] = []
    for (let number = newest; number > this.#newest && skipped.length < missingMax; number -= 1) {
      if (!seen.has(number)) skipped.push(number)
    }
    const left = this.#missing.filter((number) => !seen.has(number))
    this.#missing = [...skipped, ...left].slice(0, missingMax)
    this.#newest = newest
    return hits.map(({ fields }) => Number(fields[this.#field]?.[0]))
  }
}
