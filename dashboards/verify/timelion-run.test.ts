import { describe, expect, test } from 'vitest'
import { startFakeTimelion } from '../../test/fake-timelion.ts'
import { timelionOf } from './timelion-run.ts'

const panel = {
  kind: 'timelion',
  expression: ".es(index='tally-x', timefield='@timestamp')",
  interval: 'auto',
  query: 'a:b',
  period: { fromMs: Date.UTC(2026, 10, 14), toMs: Date.UTC(2026, 10, 21), zone: 'UTC' },
} as const

function series(...values: (number | null)[]) {
  return {
    sheet: [{ type: 'seriesList', list: [{ data: values.map((value, at) => [at, value]) }] }],
  }
}

describe('Kibana is asked to evaluate an expression', () => {
  test.each([
    ['/internal/timelion/run', ['/internal/timelion/run']],
    ['/api/timelion/run', ['/internal/timelion/run', '/api/timelion/run']],
  ])('at %s', async (path, paths) => {
    await using kibana = await startFakeTimelion(path, { status: 200, body: series(null, 1) })

    const problems = await timelionOf(kibana.server)(panel)

    expect(problems).toEqual([])
    expect(kibana.asked.map(({ path: asked }) => asked)).toEqual(paths)
    expect(kibana.asked[0]?.headers).toMatchObject({
      'kbn-xsrf': 'tally',
      'x-elastic-internal-origin': 'kibana',
    })
    expect(kibana.asked.at(-1)?.body).toEqual({
      sheet: [panel.expression],
      time: {
        from: '2026-11-14T00:00:00.000Z',
        to: '2026-11-21T00:00:00.000Z',
        interval: 'auto',
        timezone: 'UTC',
      },
      extended: {
        es: {
          filter: {
            bool: {
              must: [{ query_string: { query: 'a:b', analyze_wildcard: true, time_zone: 'UTC' } }],
              filter: [],
              should: [],
              must_not: [],
            },
          },
        },
      },
    })
  })

  test.each([
    [200, series(null, null), 'Kibana evaluated the expression to nothing'],
    [200, '<html>', 'Kibana answered something else than Timelion series'],
    [400, { message: 'in cell #1: Unknown function: x' }, 'Kibana answered 400 to the expression: in cell #1: Unknown function: x'], // prettier-ignore
    [401, { message: 'who?' }, 'Kibana answered 401 to the expression: who?'],
  ])('whose answer %i %j is a problem', async (status, body, message) => {
    await using kibana = await startFakeTimelion('/internal/timelion/run', { status, body })

    const [problem] = await timelionOf(kibana.server)(panel)

    expect(problem?.message).toBe(message)
    expect(problem?.action).not.toBe('')
  })

  test('and a Kibana that is away is said to be', async () => {
    const away = { url: 'http://127.0.0.1:9', auth: undefined, ca: undefined }

    await expect(timelionOf(away)(panel)).rejects.toMatchObject({ code: 'kibana.unreachable' })
  })
})
