import { describe, expect, it } from 'vitest'
import { connected } from '../../test/fake-kibana/connected.ts'
import { useFakeKibana } from '../../test/fake-kibana/use-fake-kibana.ts'
import { setDefaultDataView } from './default-data-view.ts'

const fakes = useFakeKibana()

describe.each(['7.10.2', '7.17.6', '8.19.1', '9.1.0'] as const)('in a Kibana %s', (flavour) => {
  it('sets the default data view where there is none, in its space', async () => {
    const fake = await fakes.start({ flavour, spaces: ['bank'] })

    const outcome = await setDefaultDataView(await connected(fake, 'bank'), 'tally-transactions')

    expect(outcome).toEqual({ outcome: 'set', id: 'tally-transactions' })
    expect(fake.store.settings('bank')).toEqual({ defaultIndex: 'tally-transactions' })
    expect(fake.store.settings('default')).toEqual({})
  })

  it('keeps the one that somebody has chosen', async () => {
    const fake = await fakes.start({ flavour })
    fake.store.settings('default')['defaultIndex'] = 'logs'

    const outcome = await setDefaultDataView(await connected(fake), 'tally-transactions')

    expect(outcome).toEqual({ outcome: 'kept', id: 'logs' })
    expect(fake.store.settings('default')).toEqual({ defaultIndex: 'logs' })
  })

  it('tells when it may not', async () => {
    const forbidden = ['/api/kibana/settings', '/api/data_views/default']
    const fake = await fakes.start({ flavour, forbidden })

    const outcome = await setDefaultDataView(await connected(fake), 'tally-transactions')

    expect(outcome).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('403') as string,
    })
  })
})
