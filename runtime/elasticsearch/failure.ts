import { errors } from '@elastic/elasticsearch'
import { PipelineError } from '../problem.ts'

interface Attempt {
  /** As in the settings; user and password in it are not shown. */
  readonly url: string
  /** What was tried, to be put after "Elasticsearch at … did not": `make an index template`. */
  readonly doing: string
}

/**
 * What went wrong at Elasticsearch, as a PipelineError; an error that is not the client's comes
 * back as it is.
 *
 * - `elasticsearch.refused`: 401 or 403, or a certificate that is not trusted
 * - `elasticsearch.unreachable`: no connection, no answer in time, 429 or 5xx; may work later
 * - `elasticsearch.rejected`: any other answer: this request will never work
 */
export function toElasticsearchProblem(error: unknown, { url, doing }: Attempt): unknown {
  if (!(error instanceof errors.ElasticsearchClientError)) return error
  const code = codeOf(error)
  return new PipelineError({
    code,
    message: `Elasticsearch at ${addressOf(url)} did not ${doing}: ${describe(error)}`,
    action: actions[code],
    cause: error,
  })
}

/**
 * The answer to one request, asked once.
 *
 * @throws what `toElasticsearchProblem` makes of its failure
 */
export async function askOnce<Answer>(
  question: () => Promise<Answer>,
  context: Parameters<typeof toElasticsearchProblem>[1],
): Promise<Answer> {
  try {
    return await question()
  } catch (error) {
    throw toElasticsearchProblem(error, context)
  }
}

/** The HTTP status that Elasticsearch answered, if it answered. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof errors.ResponseError ? error.statusCode : undefined
}

const actions = {
  'elasticsearch.refused':
    'Check ELASTICSEARCH_API_KEY or _USERNAME and _PASSWORD, ELASTICSEARCH_CA and the privileges.',
  'elasticsearch.unreachable':
    'Check that Elasticsearch runs and that ELASTICSEARCH_URL names it, then try again.',
  'elasticsearch.rejected': 'Compare the request with what this version of Elasticsearch accepts.',
} as const

function codeOf(error: errors.ElasticsearchClientError): keyof typeof actions {
  const status = statusOf(error)
  if (status === 401 || status === 403) return 'elasticsearch.refused'
  if (status !== undefined && status !== 429 && status < 500) return 'elasticsearch.rejected'
  return isUntrusted(error) ? 'elasticsearch.refused' : 'elasticsearch.unreachable'
}

function isUntrusted({ message }: Error): boolean {
  return /certificate|CERT_|SSL routines|wrong version number/i.test(message)
}

function describe(error: errors.ElasticsearchClientError): string {
  if (!(error instanceof errors.ResponseError)) return error.message || error.name
  const { type, reason } = causeIn(error.body)
  return `${error.statusCode ?? 'no status'} ${[type, reason].filter(Boolean).join(': ')}`.trim()
}

/** Elasticsearch answers `{error: {type, reason}}`, a proxy before it anything. */
function causeIn(body: unknown): { type?: string; reason?: string } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return {}
  const { error } = body
  if (typeof error === 'string') return { reason: error }
  return typeof error === 'object' && error !== null ? error : {}
}

function addressOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url
}
