import { type ElasticsearchClient } from '../runtime/elasticsearch/connection.ts'
import { bulkFilterPath, type BulkReply, readBulkAnswer } from './bulk-reply.ts'
import { failedRequest } from './failed-request.ts'

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
        return { kind: 'failed', ...failedRequest(error, { url, doing: 'take documents' }) }
      }
    },
  }
}

/** The client takes bytes as they are. */
function send(client: ElasticsearchClient, body: Buffer): Promise<unknown> {
  const request = { operations: body, filter_path: bulkFilterPath } as object
  return client.bulk(request)
}
