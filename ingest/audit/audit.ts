import { concreteIndexOf } from '../../contracts/index-definition.ts'
import { type LogRecord, type Processor } from '../../contracts/processor.ts'
import { latestFloor, type RetentionFloors } from '../retention/floors.ts'
import { EventJudge } from './event-judge.ts'
import { type Folded } from './expectation.ts'
import { type AuditReport, Findings } from './finding.ts'
import { type IndexedDocuments, type OffsetWindow } from './indexed-documents.ts'
import { keptDocuments } from './kept-documents.ts'
import { recordsOf, split, windowsBetween } from './log-windows.ts'
import { readAhead } from './read-ahead.ts'
import { type Mender } from './mending.ts'
import { Refold } from './refold.ts'
import { type SpilledStatesLimits } from './spilled-states.ts'
import { StateJudge } from './state-judge.ts'

export interface AuditOptions<Event = unknown> {
  readonly processor: Processor<Event>
  readonly topic: string
  readonly partitions: number
  readonly indexVersion: number
  /** For each partition, what the group has committed; fixed before the audit begins. */
  readonly ends: readonly number[]
  /** For each partition, where the log ends now. */
  readonly logEnds: () => Promise<readonly number[]>
  /** Reads records of the log, those of a partition in order. */
  readonly readLog: (windows: readonly OffsetWindow[]) => Promise<readonly LogRecord[]>
  readonly documents: IndexedDocuments
  /** Of the index version: what is below the last one is not judged. None unless it is given. */
  readonly floors?: RetentionFloors | undefined
  /** Is told what becomes of each record before the ends. */
  readonly onFolded?: ((folded: Folded<Event>) => void) | undefined
  /** Takes what would make everything right; without it nothing is changed. */
  readonly mender?: Mender | undefined
  readonly states?: SpilledStatesLimits | undefined
  readonly onProgress?: (step: AuditStep, share: number) => void
}

/** What is judged: the documents of records while the log is folded, then what was added up. */
type AuditStep = 'events' | 'states'

/**
 * Folds the log again and holds every document against it: each that is missing, unexpected or
 * different is named. What is at or beyond the ends is not judged, so workers may go on meanwhile;
 * a state document is judged at the last offset that it contains.
 *
 * Two bytes of each applied event and some hundred of each key stay in memory; the rest is bounded,
 * and what does not fit is in temporary files.
 *
 * @throws PipelineError of Kafka, Elasticsearch or the disk
 */
export async function audit<Event>(options: AuditOptions<Event>): Promise<AuditReport> {
  const { processor, topic, partitions, ends, indexVersion, mender, floors = [] } = options
  const floor = latestFloor(floors)
  const documents = keptDocuments(options.documents, floor)
  const findings = new Findings()
  const refold = new Refold({ processor, partitions, indexVersion, floors, states: options.states })
  const { readModel } = processor
  const readModelIndex = readModel && concreteIndexOf(readModel.index, indexVersion, '')
  const judging = { documents, findings, mender, floor }
  const events = new EventJudge({ ...judging, indexVersion })
  const states = new StateJudge({ ...judging, refold, ends, readModelIndex })
  try {
    await documents.refresh()
    await judgeToTheEnds({ options, refold, events, states, findings })
    await states.compareAtEnds((share) => options.onProgress?.('states', share))
    await states.lookForOthers()
    await judgeBeyond({ options, refold, events, states, findings })
    await events.finish()
    await states.finish()
  } finally {
    refold.close()
  }
  return findings.report(topic, ends)
}

interface Audit<Event> {
  readonly options: AuditOptions<Event>
  readonly refold: Refold<Event>
  readonly events: EventJudge
  readonly states: StateJudge
  readonly findings: Findings
}

/** Offsets whose documents are judged at once. */
const judgedMax = 2000

async function judgeToTheEnds<Event>(audit: Audit<Event>): Promise<void> {
  const { topic, ends, readLog, onProgress } = audit.options
  const starts = ends.map(() => 0)
  const total = ends.reduce((sum, end) => sum + end, 0)
  let done = 0
  for await (const { window, records } of recordsOf(windowsBetween(topic, starts, ends), readLog)) {
    const parts = split(window, judgedMax)
    for await (const seen of readAhead(parts, (part) => audit.events.look(part))) {
      const { from, to } = seen.window
      const own = records.filter(({ offset }) => offset >= from && offset < to)
      await audit.events.judge(seen, foldOf(audit, own))
    }
    done += window.to - window.from
    onProgress?.('events', done / total)
  }
}

function foldOf<Event>(
  { options, refold, findings }: Audit<Event>,
  records: readonly LogRecord[],
): readonly Folded[] {
  return records.map((record) => {
    const folded = { record, decision: refold.fold(record) }
    findings.count(folded.decision.outcome)
    options.onFolded?.(folded)
    return folded
  })
}

/** Folds further, as far as there are documents that say to contain more. */
async function judgeBeyond<Event>({
  options,
  refold,
  events,
  states,
}: Audit<Event>): Promise<void> {
  const { topic, ends, readLog, logEnds } = options
  if (!states.hasNewer && ends.every((_, partition) => events.lastCopyIn(partition) < 0)) return
  const until: number[] = []
  for (const [partition, logEnd] of (await logEnds()).entries()) {
    const copy = Math.min(events.lastCopyIn(partition) + 1, logEnd)
    until.push(Math.max(copy, await states.untilIn(partition, logEnd)))
  }
  for await (const { records } of recordsOf(windowsBetween(topic, ends, until), readLog)) {
    for (const record of records) {
      const folded = { record, decision: refold.fold(record) }
      events.resolve(folded)
      await states.resolve(folded)
    }
  }
}
