import { describe, expect, it } from 'vitest'
import { connected } from '../test/fake-kibana/connected.ts'
import { useFakeKibana } from '../test/fake-kibana/use-fake-kibana.ts'
import { addChart, chartOf } from './add-chart.ts'
import { lintSavedObjects } from './lint.ts'

const fakes = useFakeKibana()

const expression = ".es(index=tally-transactions, timefield=@timestamp).label('All')"
const chart = chartOf('Everything', expression)
const plainly = { isReplacing: false, isDryRun: false }

describe('chartOf', () => {
  it.each([
    ['Declined, smooth', 'tally-mine-declined-smooth'],
    ['  Überweisungen (EUR) ', 'tally-mine-uberweisungen-eur'],
    ['a'.repeat(200), `tally-mine-${'a'.repeat(60)}`],
  ])('makes of the title %j the id %s', (title, id) => {
    expect(chartOf(title, expression).id).toBe(id)
  })

  it('gives a title without letters of the alphabet an id of its own', () => {
    const ids = ['取引', '口座'].map((title) => chartOf(title, expression).id)

    expect(ids[0]).toMatch(/^tally-mine-[0-9a-f]{12}$/)
    expect(ids[0]).not.toBe(ids[1])
  })

  it('is such as every Kibana takes', () => {
    expect(lintSavedObjects([chart])).toEqual([])
  })
})

describe('addChart', () => {
  it.each(['7.10.2', '7.17.6', '8.19.1', '9.1.0'] as const)(
    'adds a chart to a Kibana %s once, and replaces it when told',
    async (flavour) => {
      const kibana = await connected(await fakes.start({ flavour }))
      const other = chartOf('Everything', '.static(1)')

      const added = await addChart(kibana, chart, plainly)
      const again = await addChart(kibana, chart, plainly)
      const refused = addChart(kibana, other, plainly)

      expect(added).toEqual({
        outcome: 'added',
        id: 'tally-mine-everything',
        url: `${fakes.last?.url ?? ''}/app/visualize#/edit/tally-mine-everything`,
      })
      expect(again.outcome).toBe('same')
      await expect(refused).rejects.toMatchObject({
        code: 'dashboards.invalid',
        action: expect.stringContaining('--replace') as string,
      })
      expect((await addChart(kibana, other, { ...plainly, isReplacing: true })).outcome).toBe('replaced') // prettier-ignore
      const kept = fakes.last?.store.find('default', 'visualization', 'tally-mine-everything')
      expect(kept?.attributes['visState']).toContain('.static(1)')
    },
  )

  it('does not mistake another title for the same one', async () => {
    const kibana = await connected(await fakes.start())
    await addChart(kibana, chart, plainly)

    const refused = addChart(kibana, chartOf('everything!', expression), plainly)

    await expect(refused).rejects.toThrow('has another chart "Everything" already')
  })

  it('writes nothing on a dry run', async () => {
    const kibana = await connected(await fakes.start())

    const added = await addChart(kibana, chart, { ...plainly, isDryRun: true })

    expect(added.outcome).toBe('added')
    expect(fakes.last?.store.objects('default')).toEqual([])
  })

  it('knows the id that a chart has in a second space', async () => {
    const fakeKibana = await fakes.start({ flavour: '9.1.0', spaces: ['bank'] })
    await addChart(await connected(fakeKibana), chart, plainly)
    const second = await connected(fakeKibana, 'bank')

    const added = await addChart(second, chart, plainly)
    const again = await addChart(second, chart, plainly)

    const [kept] = fakeKibana.store.objects('bank')
    expect(kept?.originId).toBe(chart.id)
    expect(added.url).toBe(`${fakeKibana.url}/s/bank/app/visualize#/edit/${kept?.id ?? ''}`)
    expect(again).toEqual({ ...added, outcome: 'same' })
  })

  it('tells why Kibana did not take it', async () => {
    const fakeKibana = await fakes.start()
    const error = { type: 'unknown', message: 'mapping set to strict' }
    fakeKibana.instead.set('/api/saved_objects/_import', {
      status: 200,
      body: { success: false, successCount: 0, errors: [{ type: chart.type, id: chart.id, error }] }, // prettier-ignore
    })

    const added = addChart(await connected(fakeKibana), chart, plainly)

    await expect(added).rejects.toThrow('Kibana did not take the chart: mapping set to strict')
  })
})
