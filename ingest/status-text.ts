import { deadLetters } from '../contracts/indices/dead-letters.ts'
import { aliasOf } from '../contracts/index-definition.ts'
import { runbookOf } from '../contracts/runbook.ts'
import { type HeardOutcomes, type HeardWorker } from './heard-workers.ts'
import { type PipelineStatus, type TopicStatus } from './status.ts'

/** Less is done before it is read. */
const secondsWorthSaying = 10
const idLength = 8

/**
 * The status for people, a line each.
 *
 * @param now the time of day, in ms
 */
export function describePipeline(status: PipelineStatus, now: number): readonly string[] {
  return [
    ...status.topics.flatMap((topic) => describeTopic(topic, status.groupId)),
    '',
    ...describeWorkers(status, now),
    '',
    ...describeDocuments(status),
  ]
}

function describeTopic({ topic, partitions, lag }: TopicStatus, groupId: string): string[] {
  const rows = [
    ['partition', 'end', 'committed', 'lag'],
    ...partitions.map((each) => [`${each.partition}`, ...[each.end, each.committed, each.lag].map(count)]), // prettier-ignore
  ]
  return [
    `${topic}, read by ${groupId}: ${lag === 0 ? 'everything is done' : `${countOf(lag, 'record')} behind`}`,
    ...columns(rows),
  ]
}

function describeWorkers(status: PipelineStatus, now: number): string[] {
  const { workers } = status
  if (workers === null) return ['Workers: none has published figures yet']
  if (workers.length === 0) return ['Workers: none has been heard in the last hour']
  const rows = workers.map((worker) => rowOf(worker, now))
  const table = columns([['worker', 'last heard', 'records/s', 'partitions'], ...rows])
  const states = ['state', ...workers.map(({ state }) => stateWords[state])]
  return [
    'Workers, as they said themselves',
    ...table.map((line, at) => `${line}  ${states[at] ?? ''}`),
    ...workers.flatMap(describeTrouble),
    ...describeOutcomes(workers),
    ...describeWork(status),
  ]
}

const stateWords = { ready: 'ready', 'not-ready': 'not ready', silent: 'silent' } as const

/** What a worker said is not true any more once it is silent. */
function rowOf(worker: HeardWorker, now: number): string[] {
  const { id, heardAt, state, recordsPerSecond, partitions } = worker
  const heard = `${inWords(Math.max(0, now - Date.parse(heardAt)) / 1000)} ago`
  const said = state === 'silent' ? ['?', '?'] : [rate(recordsPerSecond), count(partitions)]
  return [id.slice(0, idLength), heard, ...said]
}

function describeTrouble({ id, state, symptoms }: HeardWorker): string[] {
  const name = id.slice(0, idLength)
  switch (state) {
    case 'ready':
      return []
    case 'silent':
      return [`  ${name} has ended, or does not reach Elasticsearch`]
    case 'not-ready':
      return symptoms.map((code) => `  ${name} is not ready: ${runbookOf(code)}`)
  }
}

/** What became of one record, and of several. */
const outcomeWords = [
  ['applied', 'applied', 'applied'],
  ['duplicate', 'duplicate', 'duplicates'],
  ['skipped', 'applied before', 'applied before'],
  ['deadLettered', 'dead letter', 'dead letters'],
  ['filtered', 'filtered', 'filtered'],
  ['abandoned', 'abandoned', 'abandoned'],
] as const satisfies readonly (readonly [keyof HeardOutcomes, string, string])[]

/** Of all that are listed, since the first of them was heard. */
function describeOutcomes(workers: readonly HeardWorker[]): string[] {
  const total = (key: keyof HeardOutcomes) => workers.reduce((sum, { outcomes }) => sum + outcomes[key], 0) // prettier-ignore
  const [since = ''] = workers.map(({ firstHeardAt }) => firstHeardAt).sort()
  const parts = outcomeWords.flatMap(([key, one, several]) => total(key) === 0 ? [] : [`${count(total(key))} ${total(key) === 1 ? one : several}`]) // prettier-ignore
  return [
    `  ${countOf(total('consumed'), 'record')} taken since ${since.slice(0, 16).replace('T', ' ')} UTC${parts.length === 0 ? '' : ':'}`,
    ...(parts.length === 0 ? [] : [`    ${parts.join(', ')}`]),
  ]
}

function describeWork({ secondsOfWork, recordsPerSecond }: PipelineStatus): string[] {
  if (secondsOfWork === null || secondsOfWork < secondsWorthSaying) return []
  return [`  done in about ${inWords(secondsOfWork)} at ${rate(recordsPerSecond)} records a second, if nothing more came`] // prettier-ignore
}

function describeDocuments({ documents, deadLetters: { lastHour } }: PipelineStatus): string[] {
  return Object.entries(documents).map(([alias, documentCount]) => {
    const recent = alias === aliasOf(deadLetters) && lastHour > 0 ? `, ${count(lastHour)} in the last hour (tally dead-letters list)` : '' // prettier-ignore
    return `${alias}: ${countOf(documentCount, 'document')}${recent}`
  })
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) // prettier-ignore
  return rows.map((row) => `  ${row.map((cell, at) => cell.padStart(widths?.[at] ?? 0)).join('  ')}`) // prettier-ignore
}

/** `42 s`, `10 min`, `3 h`, `2 d`: what a person wants to know of a time. */
function inWords(seconds: number): string {
  const units = [
    [2 * 86_400, 86_400, 'd'],
    [2 * 3600, 3600, 'h'],
    [100, 60, 'min'],
  ] as const
  const [, size, unit] = units.find(([least]) => seconds >= least) ?? [0, 1, 's']
  return `${count(Math.round(seconds / size))} ${unit}`
}

function rate(perSecond: number): string {
  return perSecond < 100 ? perSecond.toFixed(1) : count(Math.round(perSecond))
}

function count(value: number): string {
  return value.toLocaleString('en')
}

function countOf(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`
}
