import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { askElasticsearch } from './ask-elasticsearch.ts'

/**
 * Elasticsearch remembers the version of a deleted document for a minute (`index.gc_deletes`) and
 * takes no lower one meanwhile. This makes it forget at once, until `restore`.
 */
export class ShortMemory {
  readonly #client: ElasticsearchClient
  readonly #url: string
  readonly #before = new Map<string, string | null>()

  constructor(client: ElasticsearchClient, url: string) {
    this.#client = client
    this.#url = url
  }

  async shorten(indices: ReadonlySet<string>): Promise<void> {
    for (const index of indices) {
      if (this.#before.has(index)) continue
      const doing = `tell the settings of ${index}`
      const name = 'index.gc_deletes'
      const answer = await askElasticsearch({ url: this.#url }, doing, () =>
        this.#client.indices.getSettings({ index, name, flat_settings: true }),
      )
      const settings: Readonly<Record<string, unknown>> = answer[index]?.settings ?? {}
      const value = settings[name]
      this.#before.set(index, typeof value === 'string' ? value : null)
      await this.#set(index, '0s')
    }
  }

  async restore(): Promise<void> {
    for (const [index, value] of this.#before) await this.#set(index, value)
    this.#before.clear()
  }

  async #set(index: string, value: string | null): Promise<void> {
    const settings = { 'index.gc_deletes': value } as object
    await askElasticsearch({ url: this.#url }, `take the settings of ${index}`, () =>
      this.#client.indices.putSettings({ index, settings }),
    )
  }
}
