import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { statusOf, toElasticsearchProblem } from '../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../runtime/problem.ts'
import { bulkFilterPath, type BulkReply, readBulkAnswer } from './bulk-reply.ts'
import { type NoAnswerType } from './failures.ts'

/** Elasticsearch, as far as the bulk writer knows it. */
export interface BulkEndpoint {
  /** To be named in messages. */
  readonly url: string
  /** Sends one request, once. Never throws for what a server or the network does. */
  post(body: Buffer, operationCount: number): Promise<BulkReply>
}

/** The endpoint over the official client, which must not retry by itself. */
export function createBulkEndpoint(client: ElasticsearchClient, url: string): BulkEndpoint {
  return {
    url,
    async post(body, operationCount) {
      try {
        return readBulkAnswer(await send(client, body), operationCount)
      } catch (error) {
        return failedReply(error, url)
      }
    },
  }
}

/** The client takes bytes as they are. */
function send(client: ElasticsearchClient, body: Buffer): Promise<unknown> {
  const request = { operations: body, filter_path: bulkFilterPath } as object
  return client.bulk(request)
}

/** @throws what is not a failure of the client, which is a bug. */
function failedReply(thrown: unknown, url: string): BulkReply {
  const problem = toElasticsearchProblem(thrown, { url, doing: 'take documents' })
  if (!(problem instanceof PipelineError)) throw thrown
  const status = statusOf(thrown)
  const { type, reason } = causeOf(thrown)
  return {
    kind: 'failed',
    error: problem,
    failure: {
      level: 'request',
      status,
      type: status === undefined ? noAnswerType(problem) : type,
      reason: reason ?? problem.message,
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
