import { type Topic } from '../../contracts/topic.ts'
import { type Processor } from '../../contracts/processor.ts'
import { type KafkaAdmin } from '../../runtime/kafka/admin.ts'
import { type Crew, type Position } from './crew.ts'
import { lookUntil } from './look-until.ts'

/** How far a rebuild is. */
export interface Progress {
  /** Records of the log that are folded, of all that it holds now. */
  readonly done: number
  readonly records: number
  readonly perSecond: number
  /** What keeps it from going on; empty when all is well. */
  readonly troubles: readonly string[]
}

interface FillOptions {
  readonly admin: KafkaAdmin
  readonly processor: Pick<Processor, 'topics'>
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

const everyMs = 1000

/**
 * Resolves when the workers are less than a second behind the log, at the speed that they have.
 * Servers that are away are waited for.
 *
 * @throws what a worker throws; the reason of the signal
 */
export async function fill(
  crew: Crew,
  { admin, processor, signal, onProgress }: FillOptions,
): Promise<Progress> {
  const topics = processor.topics.map(({ name }: Topic) => name)
  let last: Position | undefined
  const look = async (): Promise<Progress | undefined> => {
    const position = await crew.unlessFailed(crew.position(admin, topics))
    const progress = progressOf(position, { last, troubles: crew.troubles })
    last = position
    onProgress(progress)
    return position.isComplete && isNear(progress) ? progress : undefined
  }
  const tooLate = () => new Error('there is no deadline')
  return lookUntil(look, { signal, everyMs, deadlineMs: Infinity, tooLate })
}

function progressOf(
  { done, of: records }: Position,
  { last, troubles }: { readonly last: Position | undefined; readonly troubles: readonly string[] },
): Progress {
  const gained = last?.isComplete === true ? done - last.done : 0
  return { done, records, perSecond: Math.max(0, (gained * 1000) / everyMs), troubles }
}

/** Less than a second behind. */
export function isNear({ done, records, perSecond }: Omit<Progress, 'troubles'>): boolean {
  return records - done <= perSecond
}
