import { element } from './element.ts'
import { placeBelow } from './place-below.ts'
import { listStep } from './roving.ts'

export interface MenuChoice {
  readonly text: string
  readonly run: () => void
}

/**
 * Makes a button open a menu (the menu button of the ARIA patterns). `choices` is asked whenever it
 * opens; Escape, Tab and a click elsewhere close it.
 */
export function menuButton(
  button: HTMLButtonElement,
  choices: () => readonly MenuChoice[],
): HTMLButtonElement {
  button.setAttribute('aria-haspopup', 'menu')
  button.setAttribute('aria-expanded', 'false')
  const open = () => {
    if (button.getAttribute('aria-expanded') === 'false') openMenu(button, choices())
  }
  button.addEventListener('click', open)
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    open()
  })
  return button
}

/** In the browser's top layer, so that no panel cuts it off. */
function openMenu(button: HTMLButtonElement, choices: readonly MenuChoice[]): void {
  const items = choices.map(({ text }) =>
    element('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, text),
  )
  const label = button.getAttribute('aria-label') ?? button.textContent
  const menu = element(
    'div',
    { class: 'menu', role: 'menu', popover: 'auto', 'aria-label': label },
    ...items,
  )
  items.forEach((item, position) => {
    item.addEventListener('click', () => {
      menu.hidePopover()
      button.focus()
      choices[position]?.run()
    })
  })
  menu.addEventListener('keydown', (event) => {
    followKey(event, menu, items)
  })
  menu.addEventListener('toggle', (event) => {
    if (event.newState === 'open') return
    if (menu.contains(document.activeElement)) button.focus()
    button.setAttribute('aria-expanded', 'false')
    menu.remove()
  })
  button.after(menu)
  button.setAttribute('aria-expanded', 'true')
  menu.showPopover()
  placeBelow(menu, button)
  items[0]?.focus()
}

function followKey(
  event: KeyboardEvent,
  menu: HTMLElement,
  items: readonly HTMLButtonElement[],
): void {
  if (event.key === 'Tab') {
    menu.hidePopover()
    return
  }
  const at = items.findIndex((item) => item === document.activeElement)
  const next = listStep(event.key, at, items.length)
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}
