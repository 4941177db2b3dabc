import { PipelineError } from '../runtime/problem.ts'
import { type ElasticsearchFailure } from './failures.ts'

/**
 * A failure in words that may be shown: type and field only, as Elasticsearch's own may quote a
 * value of the document.
 */
export function wordsOf({ type, status, reason = '' }: ElasticsearchFailure): string {
  const what = type ?? `status ${status ?? 'unknown'}`
  const field = /field \[([\w.@-]{1,100})\]/.exec(reason)?.[1]
  return field === undefined ? what : `${what} at field ${field}`
}

/** A single document was answered with 401 or 403. */
export function notLetIn(url: string, failure: ElasticsearchFailure): PipelineError {
  const words = `${failure.status ?? ''} ${wordsOf(failure)}`
  return new PipelineError({
    code: 'elasticsearch.refused',
    message: `Elasticsearch at ${url} did not let documents in: ${words}`,
    action: 'Check ELASTICSEARCH_API_KEY or _USERNAME and _PASSWORD and the privileges on tally-*.',
  })
}

/** A document of ours was refused for which there is no dead letter. */
export function refusedDefect(url: string, reason: string): PipelineError {
  return new PipelineError({
    code: 'elasticsearch.rejected',
    message: `Elasticsearch at ${url} refused a document that it must take: ${reason}`,
    action: 'Run `tally setup`; if that changes nothing, this is a defect: please report it.',
  })
}
