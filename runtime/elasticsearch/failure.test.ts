import { errors } from '@elastic/elasticsearch'
import { describe, expect, it } from 'vitest'
import { statusOf, toElasticsearchProblem } from './failure.ts'

const attempt = { url: 'https://elastic:s3cret@host:9200/path', doing: 'take the template' }

function answer(statusCode: number, body: unknown = {}) {
  const meta = { statusCode, body, headers: {}, warnings: null, meta: {} }
  return new errors.ResponseError(
    meta as unknown as ConstructorParameters<typeof errors.ResponseError>[0],
  )
}

describe('toElasticsearchProblem', () => {
  it.each([
    ['elasticsearch.refused', answer(401), false],
    ['elasticsearch.refused', answer(403), false],
    ['elasticsearch.rejected', answer(400), false],
    ['elasticsearch.rejected', answer(404), false],
    ['elasticsearch.unreachable', answer(429), true],
    ['elasticsearch.unreachable', answer(503), true],
    ['elasticsearch.unreachable', new errors.TimeoutError('Request timed out'), true],
    ['elasticsearch.unreachable', new errors.ConnectionError('connect ECONNREFUSED'), true],
    ['elasticsearch.refused', new errors.ConnectionError('self-signed certificate'), false],
  ] as const)('is %s for %s', (code, error, retriable) => {
    expect(toElasticsearchProblem(error, attempt)).toMatchObject({ code, retriable, cause: error })
  })

  it('says where, what, and why, without the password in the URL', () => {
    const error = answer(400, { error: { type: 'mapper_parsing_exception', reason: 'no type' } })

    expect(toElasticsearchProblem(error, attempt)).toMatchObject({
      message:
        'Elasticsearch at https://host:9200 did not take the template: ' +
        '400 mapper_parsing_exception: no type',
    })
  })

  it('tolerates the answer of a proxy', () => {
    expect(toElasticsearchProblem(answer(502, '<html>'), attempt)).toMatchObject({
      message: 'Elasticsearch at https://host:9200 did not take the template: 502',
    })
  })

  it('leaves a bug as it is', () => {
    const bug = new TypeError('x is not a function')

    expect(toElasticsearchProblem(bug, attempt)).toBe(bug)
  })
})

describe('statusOf', () => {
  it('is the status of an answer and nothing otherwise', () => {
    expect(statusOf(answer(409))).toBe(409)
    expect(statusOf(new errors.TimeoutError('late'))).toBeUndefined()
    expect(statusOf(undefined)).toBeUndefined()
  })
})
