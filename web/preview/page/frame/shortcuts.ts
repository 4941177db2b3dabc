import { byId, element } from '../elements/element.ts'

export interface Shortcut {
  readonly key: string
  readonly does: string
  readonly run: () => void
}

/**
 * Makes single keys work, except in a field, and shows them in a dialog that the key `?` opens.
 *
 * Whoever speaks to their computer presses keys by accident, so they can be switched off.
 */
export function startShortcuts(shortcuts: readonly Shortcut[]): void {
  const switched = element('input', { type: 'checkbox', checked: areOn() })
  const dialog = shortcutsDialog([...shortcuts, { key: '?', does: 'These shortcuts' }], switched)
  const help = {
    key: '?',
    run: () => {
      dialog.showModal()
    },
  }
  document.body.append(dialog)
  byId('shortcuts').addEventListener('click', help.run)
  switched.addEventListener('change', () => {
    remember(switched.checked)
  })
  document.addEventListener('keydown', (event) => {
    const shortcut = [...shortcuts, help].find(({ key }) => key === event.key)
    if (shortcut === undefined || !switched.checked || dialog.open || isElsewhere(event)) return
    event.preventDefault()
    shortcut.run()
  })
}

/** Part of another combination, or typed into something. */
function isElsewhere({ altKey, ctrlKey, defaultPrevented, metaKey, target }: KeyboardEvent) {
  const isCombined = altKey || ctrlKey || metaKey
  const isTyped = target instanceof Element && target.closest('input, select, textarea') !== null
  return isCombined || isTyped || defaultPrevented
}

function shortcutsDialog(
  shortcuts: readonly Omit<Shortcut, 'run'>[],
  switched: HTMLInputElement,
): HTMLDialogElement {
  const rows = shortcuts.map(({ key, does }) =>
    element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, does)),
  )
  const close = element('button', { class: 'button', type: 'button', autofocus: true }, 'Close')
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'shortcuts-title' },
    element('h2', { id: 'shortcuts-title' }, 'Keyboard shortcuts'),
    element('dl', {}, ...rows),
    element('label', {}, switched, 'Use these keys'),
    close,
  )
  close.addEventListener('click', () => {
    dialog.close()
  })
  return dialog
}

function areOn(): boolean {
  try {
    return localStorage.getItem('shortcuts') !== 'off'
  } catch {
    return true
  }
}

function remember(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem('shortcuts')
    else localStorage.setItem('shortcuts', 'off')
  } catch {
    // The choice then lasts as long as the page.
  }
}
