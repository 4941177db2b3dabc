import {
  type DeadLetterCode,
  deadLetterIdOf,
  type DeadLetterStage,
} from '../../contracts/dead-letter.ts'
import { type DeadLetterDocument, deadLetters } from '../../contracts/indices/dead-letters.ts'
import { opsReplays, type ReplayDocument } from '../../contracts/indices/ops-replays.ts'
import { aliasOf, concreteIndexOf } from '../../contracts/index-definition.ts'
import { firstIndexVersion } from '../../contracts/catalogue.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { askOnce } from '../../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type LogPlace } from '../../runtime/kafka/reader.ts'
import { queryOf, type Selection } from './selection.ts'

/** A dead letter as the index tells it. */
export interface IndexedLetter extends LogPlace {
  readonly id: string
  /** Of the record, UTC with milliseconds. */
  readonly appendTime: string
  readonly code: DeadLetterCode
  readonly stage: DeadLetterStage
  readonly reason: string
  readonly eventId: string | undefined
  /** Length of the value. */
  readonly bytes: number
  /** How often the record had been appended again before. */
  readonly replays: number
}

/**
 * The dead letters of the index, and which of them were replayed. All of it throws PipelineError
 * `elasticsearch.…`; an index that is not there holds nothing.
 */
export interface LetterStore {
  find(id: string): Promise<IndexedLetter | undefined>
  /** Page by page, in the order of the log within each partition; as they are when it begins. */
  selected(selection: Selection): AsyncGenerator<readonly IndexedLetter[], void, void>
  /** In real time, the ids of those that were replayed. */
  replayedAmong(letters: readonly IndexedLetter[]): Promise<ReadonlySet<string>>
  /** Notes that they were appended again. */
  noteReplays(letters: readonly IndexedLetter[], nowMs: number): Promise<void>
}

interface Source {
  readonly client: ElasticsearchClient
  readonly url: string
}

const pageSize = 500
const keepAlive = '5m'
const whatever = { ignore_unavailable: true, allow_no_indices: true } as const
const letterAlias = aliasOf(deadLetters)
const replayIndex = concreteIndexOf(opsReplays, firstIndexVersion, '')

/** The store over the official client. One attempt each. */
export function createLetterStore(client: ElasticsearchClient, url: string): LetterStore {
  const source = { client, url }
  return {
    async find(id) {
      const query = { ids: { values: [id] } }
      const question = { index: letterAlias, ...whatever, size: 1, query }
      const doing = 'find a dead letter'
      const answer = await askOnce(() => client.search<DeadLetterDocument>(question), { url, doing }) // prettier-ignore
      const found = answer.hits.hits[0]?._source
      return found && toLetter(found)
    },
    selected: (selection) => pagesOf(source, selection),
    replayedAmong: (letters) => replayedAmong(source, letters),
    noteReplays: (letters, nowMs) => noteReplays(source, letters, nowMs),
  }
}

/** The alias may cover several indices, and none when nothing was ever refused. */
async function* pagesOf(
  { client, url }: Source,
  selection: Selection,
): AsyncGenerator<readonly IndexedLetter[], void, void> {
  const doing = 'find dead letters'
  const opened = await askOnce(
    () => client.openPointInTime({ index: letterAlias, keep_alive: keepAlive, ignore_unavailable: true }), // prettier-ignore
    { url, doing },
  )
  try {
    let after: (string | number)[] | undefined
    do {
      const question = {
        pit: { id: opened.id, keep_alive: keepAlive },
        size: pageSize,
        query: queryOf(selection),
        sort: [{ 'kafka.topic': 'asc' }, { 'kafka.partition': 'asc' }, { 'kafka.offset': 'asc' }] as const, // prettier-ignore
        track_total_hits: false,
        ...(after === undefined ? {} : { search_after: after }),
      }
      const request = question as object as Parameters<typeof client.search>[0]
      const answer = await askOnce(() => client.search<DeadLetterDocument>(request), { url, doing })
      const { hits } = answer.hits
      yield hits.flatMap(({ _source }) => (_source === undefined ? [] : [toLetter(_source)]))
      after = hits.length < pageSize ? undefined : (hits.at(-1)?.sort as (string | number)[])
    } while (after !== undefined)
  } finally {
    // It ends by itself, a little later.
    await client.closePointInTime({ id: opened.id }).catch(() => undefined)
  }
}

async function replayedAmong(
  { client, url }: Source,
  letters: readonly IndexedLetter[],
): Promise<ReadonlySet<string>> {
  if (letters.length === 0) return new Set()
  const docs = letters.map((letter) => ({ _index: replayIndex, _id: noteIdOf(letter) }))
  const answer = await askOnce(() => client.mget({ docs, _source: false }), {
    url,
    doing: 'tell which dead letters were replayed',
  })
  const isFound = (at: number) => {
    const found = answer.docs[at]
    return found !== undefined && 'found' in found && found.found
  }
  return new Set(letters.filter((_, at) => isFound(at)).map(({ id }) => id))
}

async function noteReplays(
  { client, url }: Source,
  letters: readonly IndexedLetter[],
  nowMs: number,
): Promise<void> {
  if (letters.length === 0) return
  const operations = letters.flatMap((letter) => [
    { index: { _index: replayIndex, _id: noteIdOf(letter) } },
    noteOf(letter, nowMs),
  ])
  const answer = await askOnce(() => client.bulk({ operations }), { url, doing: 'note replays' })
  const refused = answer.items.find(({ index }) => index?.error !== undefined)?.index?.error
  if (refused === undefined) return
  throw new PipelineError({
    code: 'elasticsearch.rejected',
    message: `Elasticsearch did not note in ${replayIndex} what was replayed: ${refused.type}.`,
    action: 'Look at the state of that index; what is not noted would be replayed once more.',
  })
}

/** A topic that was made anew has the same offsets and other times. */
function noteIdOf({ id, appendTime }: IndexedLetter): string {
  return `${id}-${Date.parse(appendTime)}`
}

function noteOf(letter: IndexedLetter, nowMs: number): ReplayDocument {
  const { topic, partition, offset, appendTime, code, reason, stage, replays } = letter
  return {
    '@timestamp': appendTime,
    error: { code, message: reason },
    stage,
    kafka: { topic, partition, offset },
    replay: { time: new Date(nowMs).toISOString(), topic, count: replays + 1 },
  }
}

function toLetter(document: DeadLetterDocument): IndexedLetter {
  const { error, stage, event, kafka, replays } = document
  const { topic, partition, offset, bytes } = kafka
  return {
    id: deadLetterIdOf(kafka),
    topic,
    partition,
    offset,
    appendTime: document['@timestamp'],
    // The mapping has closed sets for both, from the contract.
    code: error.code as DeadLetterCode,
    stage: stage as DeadLetterStage,
    reason: error.message,
    eventId: event?.id,
    bytes,
    replays: replays ?? 0,
  }
}
