import { leaveReasons } from './replay-plan.ts'
import { type ReplayReport } from './replay.ts'

/** What a replay has done, or would do, for people. */
export function describeReplay(
  report: ReplayReport,
  { isDone }: { readonly isDone: boolean },
): readonly string[] {
  const { selected, appended, causes, rekeyed, refusedAgain, left } = report
  if (selected === 0) return ['There are no dead letters that fit.']
  const topics = Object.entries(appended)
  const [done, again] = isDone ? ['appended again', 'are'] : ['to be appended again', 'would be']
  return [
    `${figure(selected)} dead ${selected === 1 ? 'letter' : 'letters'} selected:`,
    ...topics.map(([topic, count]) => `  ${figure(count)} ${done} to ${topic} (${list(causes)})`),
    ...(rekeyed === 0 ? [] : [`    ${figure(rekeyed)} of them under another key: the subject of the event`]), // prettier-ignore
    ...Object.entries(refusedAgain).map(([code, count]) => `    ${figure(count)} of them ${again} refused again by this version of tally: ${code}`), // prettier-ignore
    ...Object.entries(left).map(([why, count]) => `  ${figure(count)} left: ${leaveReasons[why as keyof typeof left]}`), // prettier-ignore
  ]
}

function list(counts: Readonly<Partial<Record<string, number>>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${figure(count ?? 0)} ${name}`)
    .join(', ')
}

function figure(value: number): string {
  return value.toLocaleString('en')
}
