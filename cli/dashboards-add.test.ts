import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../test/command-run.ts'
import { type FakeKibana } from '../test/fake-kibana/fake-kibana.ts'
import { useFakeKibana } from '../test/fake-kibana/use-fake-kibana.ts'

const fakes = useFakeKibana()
const start = () => fakes.start({ flavour: '9.1.0', spaces: ['bank'] })

const declined =
  ".es(index=tally-transactions, timefield=@timestamp, q='transaction.outcome:declined').movingaverage(12)"

/** `tally dashboards add --title Declined …` into the fake. */
function add(timelion: string, ...words: readonly string[]) {
  const line = ['dashboards', 'add', '--title', 'Declined', '--timelion', timelion, ...words]
  return runCommandLine(line, { KIBANA_URL: fakes.last?.url ?? 'http://127.0.0.1:1' })
}

function keptExpressions(kibana: FakeKibana): unknown[] {
  const charts = kibana.store.objects('default').filter(({ type }) => type === 'visualization')
  return charts.map(({ attributes }) => {
    const state = JSON.parse(String(attributes['visState'])) as { params: { expression: string } }
    return state.params.expression
  })
}

describe('tally dashboards add', () => {
  it('adds a chart, and says where it is', async () => {
    const kibana = await start()

    const first = await add(declined)
    const second = await add(declined)

    const url = `${kibana.url}/app/visualize#/edit/tally-mine-declined\n`
    expect(first).toEqual({ status: 0, stdout: url, stderr: 'The chart is in Kibana.\n' })
    expect(second).toMatchObject({ status: 0, stdout: url })
    expect(second.stderr).toBe('The chart was in Kibana already, as it is.\n')
    expect(keptExpressions(kibana)).toEqual([declined])
  })

  it('replaces a chart only when it is told to', async () => {
    const kibana = await start()
    await add(declined)

    const refused = await add('.static(1)')
    const replaced = await add('.static(1)', '--replace')

    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('has another chart "Declined" already')
    expect(replaced.status).toBe(0)
    expect(keptExpressions(kibana)).toEqual(['.static(1)'])
  })

  it('is exported as mine, and no import overwrites it', async () => {
    const kibana = await start()
    const env = { KIBANA_URL: kibana.url }
    await runCommandLine(['dashboards', 'import'], env)
    await add(declined)

    const { stdout } = await runCommandLine(['dashboards', 'export', '--mine', '--to', '-'], env)
    const imported = await runCommandLine(['dashboards', 'import'], env)

    expect(stdout).toContain('"id":"tally-mine-declined"')
    expect(imported.stdout).not.toContain('tally-mine-declined')
    expect(keptExpressions(kibana)).toContain(declined)
  })

  it.each([
    ['syntax', '.es(index=tally-transactions'],
    ['a function', '.es(index=tally-transactions, timefield=@timestamp).movingavrage(12)'],
    ['an argument', '.es(index=tally-transactions, timefeld=@timestamp)'],
    ['an index', '.es(index=tally-transaction, timefield=@timestamp)'],
    ['a field', '.es(index=tally-transactions, timefield=@timestamp, metric=sum:transaction.amonut)'], // prettier-ignore
  ])('says what is wrong with %s, and asks no Kibana', async (_what, expression) => {
    const kibana = await start()

    const { status, stdout, stderr } = await add(expression)

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^tally: .*Timelion/)
    expect(stderr).toContain('Correct the expression and try again.')
    expect(kibana.asked).toEqual([])
  })

  it('writes nothing on a dry run', async () => {
    const kibana = await start()

    const { status, stderr } = await add(declined, '--dry-run')

    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'The expression is well; nothing was written.\n',
    })
    expect(keptExpressions(kibana)).toEqual([])
  })

  it('tells how a chart gets onto a dashboard, which it leaves alone', async () => {
    const { url } = await start()

    const { stderr } = await add(declined, '--dashboard', 'bank-overview')
    const unknown = await add(declined, '--dashboard', 'bank')

    expect(stderr).toContain(`open ${url}/app/dashboards#/view/tally-bank-overview, choose Edit`)
    expect(stderr).toContain('save it as a new dashboard')
    expect(unknown.status).toBe(2)
  })
})
