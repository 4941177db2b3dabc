import { delay } from '../runtime/lifecycle.ts'
import { PipelineError } from '../runtime/problem.ts'
import { metaMissing } from './log-refusals.ts'
import {
  liveVersionOf,
  moveTo,
  readIndexVersions,
  toIndexVersion,
  type VersionStore,
} from './setup/index-version.ts'
import { type Fold, metaIdOf, metaIndex } from './setup/meta.ts'

/** How often the meta documents are looked at. */
const lookEveryMs = 1000
/** How long whoever takes over may give no sign of life before the old version goes on. */
const signOfLifeMs = 30_000

interface Watch {
  readonly store: VersionStore
  readonly signal: AbortSignal
  /** Between two looks; a second unless it is given. */
  readonly everyMs?: number
}

/**
 * Resolves when workers of an index version are to leave, because a newer one takes over. An
 * Elasticsearch that is away is asked again.
 *
 * @throws the reason of the signal; PipelineError `index.replaced` when nothing is known of the
 * version any more; what else only a person can mend
 */
export async function whenHandedOver(
  indexVersion: number,
  { store, signal, everyMs = lookEveryMs }: Watch,
): Promise<void> {
  const id = metaIdOf(indexVersion)
  for (;;) {
    await delay(everyMs, signal)
    const document = await unlessAway(store.findDocument(metaIndex, id))
    if (document === 'away') continue
    if (document === undefined) throw metaMissing(metaIndex, id)
    const state = toIndexVersion(document)?.state
    if (state === 'handing-over' || state === 'retired') return
  }
}

/**
 * The version to work for: the live one, once it does not hand over any more; undefined before the
 * first one. Workers that have left wait here for what comes.
 *
 * Whoever takes over writes the meta document of the old version again and again. If that stops, it
 * has died, and the old version is live again.
 *
 * @throws the reason of the signal; PipelineError of `elasticsearch.…`
 */
export async function whenSettled(
  fold: Pick<Fold, 'name'>,
  { store, signal, everyMs = lookEveryMs, patienceMs = signOfLifeMs }: Watch & { patienceMs?: number }, // prettier-ignore
): Promise<number | undefined> {
  let unchanged = { seqNo: -1, looks: 0 }
  for (;;) {
    const live = liveVersionOf(await readIndexVersions(store), fold)
    if (live?.state !== 'handing-over') return live?.version
    const { seqNo } = live.document
    unchanged = { seqNo, looks: seqNo === unchanged.seqNo ? unchanged.looks + 1 : 0 }
    if (unchanged.looks * everyMs >= patienceMs) await moveTo(store, live, 'live')
    await delay(everyMs, signal)
  }
}

async function unlessAway<Answer>(question: Promise<Answer>): Promise<Answer | 'away'> {
  try {
    return await question
  } catch (error) {
    if (error instanceof PipelineError && error.retriable) return 'away'
    throw error
  }
}
