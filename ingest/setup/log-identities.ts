import { z } from 'zod'
import { versionStates } from '../../contracts/indices/meta.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { statusOf, toElasticsearchProblem } from '../../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type LogIdentities, type PartitionOfLog } from '../log-identity.ts'
import { metaMissing, versionHandedOver } from '../log-refusals.ts'
import { type Fold, metaDifferences, metaDocumentOf, metaIdOf, metaIndex } from './meta.ts'

interface Options {
  readonly client: ElasticsearchClient
  readonly url: string
  readonly fold: Fold
  readonly indexVersion: number
}

/** How often somebody else may be quicker: each time, one more partition is known. */
const attemptsMax = 1000

const Known = z.object({
  state: z.enum(versionStates),
  topics: z.record(
    z.string(),
    z.object({ first_records: z.record(z.string(), z.string()).default({}) }),
  ),
})

interface Found {
  readonly topics: z.output<typeof Known>['topics']
  readonly seqNo: number
  readonly primaryTerm: number
}

/** What the meta document of an index version knows of the log. One attempt each. */
export function createLogIdentities(options: Options): LogIdentities {
  return {
    async read() {
      const { topics } = await find(options)
      return (of) => identityIn(topics, of)
    },
    async remember(of, identity) {
      for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
        const found = await find(options)
        const there = identityIn(found.topics, of)
        if (there !== undefined) return there
        if (await write(options, { found, of, identity })) return identity
      }
      throw contended(options)
    },
  }
}

function identityIn(
  topics: Found['topics'],
  { topic, partition }: PartitionOfLog,
): string | undefined {
  return topics[topic]?.first_records[String(partition)]
}

async function find({ client, url, fold, indexVersion }: Options): Promise<Found> {
  const id = metaIdOf(indexVersion)
  const answer = await client.get({ index: metaIndex, id }).catch((error: unknown) => {
    if (statusOf(error) === 404) throw metaMissing(metaIndex, id)
    throw toElasticsearchProblem(error, { url, doing: `tell the document ${id} of ${metaIndex}` })
  })
  const differences = metaDifferences(answer._source, metaDocumentOf(fold, indexVersion))
  if (differences.length > 0) throw otherFold(id, differences)
  const { topics, state } = Known.parse(answer._source)
  if (state === 'handing-over' || state === 'retired') throw versionHandedOver(metaIndex, id)
  return { topics, seqNo: answer._seq_no ?? 0, primaryTerm: answer._primary_term ?? 0 }
}

/** @returns false when the document has changed since it was found */
async function write(
  { client, url, indexVersion }: Options,
  { found, of, identity }: { found: Found; of: PartitionOfLog; identity: string },
): Promise<boolean> {
  const id = metaIdOf(indexVersion)
  try {
    await client.update({
      index: metaIndex,
      id,
      if_seq_no: found.seqNo,
      if_primary_term: found.primaryTerm,
      // Merged into what is there.
      doc: { topics: { [of.topic]: { first_records: { [of.partition]: identity } } } },
    })
    return true
  } catch (error) {
    if (statusOf(error) === 409) return false
    throw toElasticsearchProblem(error, { url, doing: `take the document ${id} of ${metaIndex}` })
  }
}

function otherFold(id: string, differences: readonly string[]): PipelineError {
  return new PipelineError({
    code: 'setup.differs',
    message: `These indices were filled otherwise than this worker would: in ${id}, ${differences.join('; ')}.`,
    action:
      'Run `tally rebuild`, or the version and settings of tally that filled them (docs/delivery.md, "Refusals").',
  })
}

function contended({ url, indexVersion }: Options): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.unreachable',
    message: `The document ${metaIdOf(indexVersion)} at ${url} changed ${attemptsMax} times while it was to be written.`,
    action: 'Look for what writes it, beside workers.',
  })
}
