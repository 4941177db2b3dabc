import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import { placeBelow } from '../elements/place-below.ts'

/** A button that opens what a panel says of itself; the browser closes it, by Escape too. */
export function panelInfo(id: string, title: string, description: string): HTMLElement[] {
  const name = `About ${title}`
  const about = element('div', { id: `about-${id}`, class: 'about', popover: 'auto' }, description)
  const button = element(
    'button',
    {
      type: 'button',
      class: 'panel-button',
      'aria-label': name,
      title: description,
      popovertarget: about.id,
    },
    icon('info'),
  )
  about.addEventListener('toggle', ({ newState }) => {
    if (newState === 'open') placeBelow(about, button)
  })
  return [button, about]
}
