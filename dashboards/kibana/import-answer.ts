import { z } from 'zod'
import { kibanaAddress, type KibanaServer } from '../kibana-request.ts'
import { parseAnswer, shorten } from './refusal.ts'
import { nameOf, type ObjectName } from './stored-object.ts'

/** What became of one object. */
export interface ImportedObject {
  readonly type: string
  readonly id: string
  readonly outcome: 'new' | 'overwritten' | 'failed'
  /** Why it failed, in plain words. */
  readonly reason?: string
  /** Its id in this space, where that is another one (8.x and later, second space). */
  readonly becameId?: string
}

const ImportError = z.object({
  type: z.string(),
  id: z.string(),
  error: z.object({
    type: z.string(),
    message: z.string().optional(),
    references: z.array(z.object({ type: z.string(), id: z.string() })).optional(),
  }),
})
type ImportError = z.infer<typeof ImportError>

const Success = z.object({
  type: z.string(),
  id: z.string(),
  overwrite: z.boolean().default(false),
  destinationId: z.string().optional(),
})

const Answer = z.object({
  success: z.boolean(),
  successCount: z.int(),
  successResults: z.array(Success).default([]),
  errors: z.array(ImportError).default([]),
})
type Answer = z.infer<typeof Answer>

/**
 * Reads what Kibana says about an import, and holds it against what was sent.
 *
 * Kibana answers 200 to a half failed import; it counts and names objects as imported that it then
 * did not create; and an empty file is a success. So an object is imported when Kibana names it and
 * nothing in the answer speaks against it.
 *
 * @throws PipelineError `kibana.rejected` when this is no answer of Kibana's.
 */
export function readImportAnswer(
  server: KibanaServer,
  text: string,
  sent: readonly ObjectName[],
): ImportedObject[] {
  const answer = parseAnswer(server, text, Answer)
  const blocker = answer.errors.find(({ error }) => resolvable.includes(error.type))
  const isCountRight = answer.successCount === sent.length - answer.errors.length
  return sent.map(({ type, id }) => {
    const isIt = (other: ObjectName) => other.type === type && other.id === id
    const error = answer.errors.find(isIt)
    if (error !== undefined) return { type, id, outcome: 'failed', reason: explain(error) }
    if (blocker !== undefined) {
      const reason = `not imported, because Kibana imports nothing while ${nameOf(blocker)} fails`
      return { type, id, outcome: 'failed', reason }
    }
    const success = answer.successResults.find(isIt)
    if (success === undefined || !isCountRight) {
      return { type, id, outcome: 'failed', reason: silence(server, answer, sent.length) }
    }
    const { overwrite, destinationId } = success
    return {
      type,
      id,
      outcome: overwrite ? 'overwritten' : 'new',
      ...(destinationId === undefined || destinationId === id ? {} : { becameId: destinationId }),
    }
  })
}

/** One of these anywhere keeps Kibana from creating anything. */
const resolvable = ['conflict', 'ambiguous_conflict', 'missing_references']

function silence(server: KibanaServer, { successCount }: Answer, sentCount: number): string {
  const counted = `Kibana counts ${successCount} of ${sentCount} objects as imported`
  return `${counted} and gives no reason; look at the log of ${kibanaAddress(server)}`
}

function explain({ error }: ImportError): string {
  switch (error.type) {
    case 'missing_references':
      return `refers to ${(error.references ?? []).map(nameOf).join(', ')}, which is not there`
    case 'unsupported_type':
      return 'this Kibana does not know objects of that type'
    case 'conflict':
      return 'another object with this id is there already'
    case 'ambiguous_conflict':
      return 'several objects of this space are copies of it; delete in Kibana those that are not wanted'
    default:
      return explainMessage(error.message ?? error.type)
  }
}

function explainMessage(message: string): string {
  const stray = /dynamic introduction of \[(.+?)\] within \[(.+?)\]/.exec(message)
  return stray === null
    ? shorten(message)
    : `this Kibana knows no attribute ${stray[1] ?? ''} of a ${stray[2] ?? ''}`
}
