import { describe, expect, test } from 'vitest'
import { readView, writeView } from './address.ts'

const fallback = { dashboard: undefined, from: 'now-24h', to: 'now', refreshSeconds: 5 }

describe('the address of the page', () => {
  test('says what is shown, so that a link shows the same', () => {
    const view = { dashboard: 'a', from: '2026-11-01T00:00:00Z', to: 'now', refreshSeconds: 30 }

    expect(readView(writeView(view), fallback)).toEqual(view)
  })

  test('leaves the rest as the dashboard has it', () => {
    expect(readView('?from=now-7d', fallback)).toEqual({ ...fallback, from: 'now-7d' })
  })

  test.each(['?refresh=1', '?refresh=-5', '?refresh=often', '?refresh='])(
    'asks no more often than the choices allow: %s',
    (search) => {
      expect(readView(search, fallback).refreshSeconds).toBe(5)
    },
  )
})
