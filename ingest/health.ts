import { runbookOf } from '../contracts/runbook.ts'
import { troubleActions, troubleCodes, type TroubleCode, type TroubleReport } from './trouble.ts'
import { type WorkerStats } from './worker-stats.ts'

/** What a process that runs workers, one after the other, is about. */
export type WorkerPhase = 'starting' | 'working' | 'handing-over' | 'stopping'

/** Every symptom, as a closed list: each has a page in docs/runbooks/. */
export const symptomCodes = [
  'starting',
  'handing-over',
  'stopping',
  'not-joined',
  'stalled',
  ...troubleCodes,
] as const
export type SymptomCode = (typeof symptomCodes)[number]

/** Something that keeps a worker from working, for a person and for a program. */
export interface Symptom {
  readonly code: SymptomCode
  /** What is seen, with figures. */
  readonly symptom: string
  /** What is known of why. */
  readonly cause: string
  /** What to do about it. */
  readonly action: string
  /** The page that says more. */
  readonly runbook: string
}

export interface Health {
  /** False when only a restart helps. */
  readonly isLive: boolean
  /** Whether records become documents now, as far as there are any. */
  readonly isReady: boolean
  /** Why not; empty when it is ready. */
  readonly symptoms: readonly Symptom[]
}

interface Facts {
  readonly phase: WorkerPhase
  /** Of the worker; undefined while there is none. */
  readonly stats: WorkerStats | undefined
  /** The time of day, in ms. */
  readonly now: number
}

/** How a worker is. A worker without partitions is ready: others have them all. */
export function healthOf({ phase, stats, now }: Facts): Health {
  const symptoms = [
    ...(phase === 'working' ? [] : [phases[phase]]),
    ...(stats === undefined ? [] : symptomsOf(stats, now)),
  ].map((symptom) => ({ ...symptom, runbook: runbookOf(symptom.code) }))
  return { isLive: stats?.watchdog !== 'stalled', isReady: symptoms.length === 0, symptoms }
}

type SymptomInWords = Omit<Symptom, 'runbook'>

const phases: Readonly<Record<Exclude<WorkerPhase, 'working'>, SymptomInWords>> = {
  starting: {
    code: 'starting',
    symptom: 'The worker has not begun.',
    cause: 'It looks whether topics, templates and tally-meta are as they should be.',
    action: 'Wait some seconds; if it lasts, the log of the worker says what it waits for.',
  },
  'handing-over': {
    code: 'handing-over',
    symptom: 'The worker has left its group.',
    cause: 'A rebuild takes over with the next index version.',
    action: 'Nothing: it goes on with that version by itself. `tally rebuild` says how far it is.',
  },
  stopping: {
    code: 'stopping',
    symptom: 'The worker takes no more records.',
    cause: 'It was asked to end.',
    action: 'Nothing: it ends within 10 s.',
  },
}

function symptomsOf(stats: WorkerStats, now: number): readonly SymptomInWords[] {
  const { isMember, watchdog, troubles } = stats
  return [
    ...(watchdog === 'stalled' ? [stalled] : []),
    // With a trouble, that is the reason.
    ...(isMember || troubles.length > 0 ? [] : [notJoined]),
    ...troubles.map((trouble) => symptomOf(trouble, stats, now)),
  ]
}

const stalled: SymptomInWords = {
  code: 'stalled',
  symptom: 'The worker makes no progress, though it could.',
  cause: 'The watchdog has said in the log which partition stands still, and since when.',
  action: 'Nothing: it ends itself with status 70, and its supervisor starts it again.',
}

const notJoined: SymptomInWords = {
  code: 'not-joined',
  symptom: 'No partitions have been assigned to the worker yet.',
  cause: 'Its group shares the partitions anew, or the worker has just begun.',
  action: 'Wait some seconds; a worker that was killed counts as a member for half a minute.',
}

function symptomOf({ code, what, reason, since }: TroubleReport, stats: WorkerStats, now: number) {
  const seconds = Math.max(0, Math.round((now - since) / 1000)).toLocaleString('en')
  const records = stats.recordsWaiting.toLocaleString('en')
  return {
    code,
    symptom: `${effects[code]} for ${seconds} s; ${records} records wait.`,
    cause: `The worker is ${what}: ${reason}`,
    action: troubleActions[code],
  }
}

/** What cannot happen meanwhile. */
const effects: Readonly<Record<TroubleCode, string>> = {
  'kafka-away': 'Nothing has been taken from Kafka',
  'commits-refused': 'Nothing has been committed',
  'dead-letters-unsent': 'No dead letter has been appended',
  'elasticsearch-away': 'Nothing has been written to Elasticsearch',
  'documents-delayed': 'Some documents have not been taken by Elasticsearch',
  'states-unread': 'No state document has been read',
  'breaker-open': 'Nothing has been folded',
}
