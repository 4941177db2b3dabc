import { type IndexDefinition } from '../../contracts/index-definition.ts'
import { type Topic } from '../../contracts/topic.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type Finding } from './finding.ts'
import { type IndexStore } from './index-store.ts'
import { type Fold, type SetUpVersion, setUpMeta } from './meta.ts'
import { setUpIndices } from './templates.ts'
import { setUpTopics } from './topics.ts'

interface Plan extends SetUpVersion {
  readonly topics: readonly Topic[]
  readonly indices: readonly IndexDefinition[]
  readonly fold: Fold
}

/**
 * Makes everything that workers need and that is missing: topics, index templates, the indices
 * that are not cut by time, and the meta document of the index version.
 *
 * Idempotent: a second run changes nothing. What is there and differs is left as it is and
 * reported, and everything else is made nevertheless.
 *
 * @throws PipelineError of `kafka.…` or `elasticsearch.…`; what was made until then stays.
 */
export async function setUp(
  { admin, store }: { readonly admin: KafkaAdmin; readonly store: IndexStore },
  { topics, indices, fold, indexVersion, state = 'live' }: Plan,
): Promise<readonly Finding[]> {
  return [
    ...(await setUpTopics(admin, topics)),
    // Templates first: an index takes its mapping from its template when it is made.
    ...(await setUpIndices(store, indices, { indexVersion, state })),
    await setUpMeta(store, fold, { indexVersion, state }),
  ]
}
