import { type ChangeView, refreshChoices, type View } from './address.ts'
import { element } from './element.ts'
import { icon } from './icon.ts'
import { customPeriodForm } from './custom-period.ts'

const presets = [
  { from: 'now-15m', label: '15 min', name: 'Last 15 minutes' },
  { from: 'now-1h', label: '1 h', name: 'Last hour' },
  { from: 'now-24h', label: '24 h', name: 'Last 24 hours' },
  { from: 'now-7d', label: '7 d', name: 'Last 7 days' },
  { from: 'now-30d', label: '30 d', name: 'Last 30 days' },
] as const

/** The time picker and the automatic refresh, showing `view`. */
export function toolbar(view: View, onChange: ChangeView): HTMLElement[] {
  const form = customPeriodForm(view, onChange)
  return [periodPicker(view, onChange, form), refreshPicker(view, onChange), form]
}

function periodPicker(view: View, onChange: ChangeView, form: HTMLFormElement): HTMLElement {
  const isPreset = presets.some(({ from }) => from === view.from) && view.to === 'now'
  form.hidden = isPreset
  const choices = presets.map(({ from, label, name }) =>
    choice({ label, name, isChosen: isPreset && view.from === from }, () => {
      onChange({ from, to: 'now' })
    }),
  )
  const custom = choice({ label: 'Custom', name: 'Custom period', isChosen: !isPreset }, () => {
    form.hidden = false
    form.querySelector('input')?.focus()
  })
  return element(
    'fieldset',
    { class: 'segments' },
    element('legend', { class: 'unseen' }, 'Period'),
    ...choices,
    custom,
  )
}

interface Choice {
  readonly label: string
  readonly name: string
  readonly isChosen: boolean
}

function choice({ label, name, isChosen }: Choice, onChosen: () => void): HTMLElement {
  const input = element('input', {
    type: 'radio',
    name: 'period',
    'aria-label': name,
    checked: isChosen,
  })
  input.addEventListener('change', onChosen)
  return element('label', { title: name }, input, element('span', {}, label))
}

function refreshPicker({ refreshSeconds }: View, onChange: ChangeView): HTMLElement {
  const now = element(
    'button',
    { class: 'button', type: 'button', 'aria-label': 'Refresh now', title: 'Refresh now' },
    icon('refresh'),
  )
  now.addEventListener('click', () => {
    onChange({})
  })
  const select = element(
    'select',
    { 'aria-label': 'Refresh by itself' },
    ...refreshChoices.map((seconds) =>
      element(
        'option',
        { value: String(seconds), selected: seconds === refreshSeconds },
        seconds === 0 ? 'Off' : `${seconds} s`,
      ),
    ),
  )
  select.addEventListener('change', () => {
    onChange({ refreshSeconds: Number(select.value) })
  })
  return element('div', { class: 'refresh', role: 'group', 'aria-label': 'Refresh' }, now, select)
}
