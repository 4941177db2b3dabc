import { PipelineError } from '../../runtime/problem.ts'
import {
  type IndexVersion,
  moveTo,
  toIndexVersion,
  type VersionStore,
} from '../setup/index-version.ts'
import { metaIdOf, metaIndex } from '../setup/meta.ts'

/**
 * Lets the workers of an index version leave, for as long as signs of life are given. A version
 * that is not live has nobody to be relieved.
 */
export class Relief {
  readonly #store: VersionStore
  readonly #version: number
  #hasBegun = false

  constructor(store: VersionStore, version: number) {
    this.#store = store
    this.#version = version
  }

  /** From now on workers leave. What somebody has begun who died is gone on with. */
  async begin(): Promise<void> {
    const version = await this.#find()
    if (version?.state !== 'live' && version?.state !== 'handing-over') return
    if (!(await moveTo(this.#store, version, 'handing-over'))) throw this.#lost()
    this.#hasBegun = true
  }

  /** A sign of life. @throws PipelineError `rebuild.not-relieved` when the version went on. */
  async renew(): Promise<void> {
    if (!this.#hasBegun) return
    const version = await this.#find()
    const isOurs = version?.state === 'handing-over'
    if (!isOurs || !(await moveTo(this.#store, version, 'handing-over'))) throw this.#lost()
  }

  /** The version goes on. */
  async withdraw(): Promise<void> {
    const version = this.#hasBegun ? await this.#find() : undefined
    if (version?.state === 'handing-over') await moveTo(this.#store, version, 'live')
  }

  async #find(): Promise<IndexVersion | undefined> {
    const document = await this.#store.findDocument(metaIndex, metaIdOf(this.#version))
    return document && toIndexVersion(document)
  }

  #lost(): PipelineError {
    const version = this.#version
    return new PipelineError({
      code: 'rebuild.not-relieved',
      message: `Index version ${version} went on by itself: this rebuild had given no sign of life, or another one runs.`,
      action: 'Run `tally rebuild` again, once: it goes on where it was.',
      context: { version },
    })
  }
}
