import { statusOf, toElasticsearchProblem } from '../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type ElasticsearchFailure, type NoAnswerType } from './failures.ts'

/** A request to Elasticsearch that failed as a whole. */
export interface FailedRequest {
  /** To be judged by the failure table. */
  readonly failure: ElasticsearchFailure
  /** To be said. */
  readonly error: PipelineError
}

/**
 * What a request failed with.
 *
 * @throws what is not a failure of the client, which is a bug
 */
export function failedRequest(
  thrown: unknown,
  attempt: { readonly url: string; readonly doing: string },
): FailedRequest {
  const error = toElasticsearchProblem(thrown, attempt)
  if (!(error instanceof PipelineError)) throw thrown
  const status = statusOf(thrown)
  const { type, reason } = causeOf(thrown)
  return {
    error,
    failure: {
      level: 'request',
      status,
      type: status === undefined ? noAnswerType(error) : type,
      reason: reason ?? error.message,
    },
  }
}

function noAnswerType({ code, cause }: PipelineError): NoAnswerType {
  if (code === 'elasticsearch.refused') return 'untrusted'
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'TimeoutError') return 'timed-out'
  return name === 'DeserializationError' ? 'unreadable-answer' : 'no-connection'
}

/** Elasticsearch answers `{error: {type, reason}}`, a proxy before it anything. */
function causeOf(thrown: unknown): { readonly type?: string; readonly reason?: string } {
  if (typeof thrown !== 'object' || thrown === null || !('body' in thrown)) return {}
  const { body } = thrown
  if (typeof body !== 'object' || body === null || !('error' in body)) return {}
  const { error } = body
  return typeof error === 'object' && error !== null ? error : {}
}
