import type { ChangeView, View } from './address.ts'
import { element } from './element.ts'

/** Two moments in the reader's own time; the address holds them in UTC. */
export function customPeriodForm(view: View, onChange: ChangeView): HTMLFormElement {
  const nowMs = Date.now()
  const from = momentInput(view.from, nowMs - 24 * 60 * 60 * 1000)
  const to = momentInput(view.to, nowMs)
  const form = element(
    'form',
    { class: 'custom', 'aria-label': 'Custom period' },
    element('label', {}, element('span', {}, 'From'), from),
    element('label', {}, element('span', {}, 'To'), to),
    element('button', { class: 'button main', type: 'submit' }, 'Show'),
  )
  const check = () => {
    to.setCustomValidity(from.value < to.value ? '' : 'Choose a time after the first one.')
  }
  form.addEventListener('input', check)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    onChange({ from: toUtc(from.value), to: toUtc(to.value) })
  })
  return form
}

function momentInput(moment: string, otherwiseMs: number): HTMLInputElement {
  const knownMs = Date.parse(moment)
  const value = toLocal(Number.isNaN(knownMs) ? otherwiseMs : knownMs)
  return element('input', { type: 'datetime-local', required: true, value })
}

/** What such an input takes: the time in the reader's zone, without the zone. */
function toLocal(timeMs: number): string {
  const offsetMs = new Date(timeMs).getTimezoneOffset() * 60_000
  return new Date(timeMs - offsetMs).toISOString().slice(0, 16)
}

function toUtc(local: string): string {
  return new Date(local).toISOString()
}
