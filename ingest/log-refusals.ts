import { PipelineError } from '../runtime/problem.ts'
import { type PartitionOfLog } from './log-identity.ts'

const rebuild =
  'run `tally rebuild`, which fills new indices from the log that there is now (docs/delivery.md, "Refusals")'

/** The log does not begin, or does not go on, with the records that the indices were made of. */
export function logReplaced(
  { topic, partition }: PartitionOfLog,
  { expected, found }: { readonly expected: string; readonly found: string | undefined },
): PipelineError {
  return new PipelineError({
    code: 'log.replaced',
    message:
      `Partition ${partition} of ${topic} is not the log that these indices were filled from: ` +
      `expected record ${expected}, found ${found ?? 'none'}. ` +
      'The topic was made anew or truncated, or this is another Kafka.',
    action: `Point KAFKA_BROKERS at the Kafka that filled them, or ${rebuild}.`,
    context: { topic, partition, expected, found: found ?? 'none' },
  })
}

/** The group is in the middle of a partition of which the indices know nothing. */
export function indexReplaced(
  { topic, partition }: PartitionOfLog,
  { groupId, committed }: { readonly groupId: string; readonly committed: number },
): PipelineError {
  return new PipelineError({
    code: 'index.replaced',
    message:
      `Group ${groupId} has read partition ${partition} of ${topic} up to ${committed}, but ` +
      'tally-meta knows nothing of that: Elasticsearch was emptied, or this is another one.',
    action:
      'Point ELASTICSEARCH_URL at the right one; or run `tally rebuild`, which fills new indices ' +
      'from the start of the log, with the same documents. The embedded servers can be emptied, ' +
      'log and all: `tally stack stop && tally stack reset`.',
    context: { topic, partition, groupId, committed },
  })
}

/** There is not even the document that setup writes, and workers do without nothing of it. */
export function metaMissing(index: string, id: string): PipelineError {
  return new PipelineError({
    code: 'index.replaced',
    message: `Document ${id} of ${index} is not there: Elasticsearch was emptied, or this is another one.`,
    action:
      'Point ELASTICSEARCH_URL at the right one; or run `tally rebuild`, which fills new indices ' +
      'from the start of the log.',
    context: { index, id },
  })
}

/** Another index version takes over from this one, or has done so. */
export function versionHandedOver(index: string, id: string): PipelineError {
  return new PipelineError({
    code: 'index.handed-over',
    message: `The indices of ${id} are handed over to a newer version, as ${index} says.`,
    action: 'Start the worker again: it goes on with the version that is live.',
    context: { index, id },
  })
}
