/**
 * Makes a button show something over the page, at its own place. The browser does the rest: Escape
 * and a click elsewhere close it, and the focus goes back to the button.
 *
 * Both must stand in the document, the content after its button, so that Tab goes from one into the
 * other; what has the attribute `autofocus` gets the focus.
 */
export function attachPopover(button: HTMLButtonElement, content: HTMLElement): void {
  content.popover = 'auto'
  content.classList.add('popover')
  button.popoverTargetElement = content
  button.setAttribute('aria-expanded', 'false')
  content.addEventListener('beforetoggle', (event) => {
    const isOpening = event instanceof ToggleEvent && event.newState === 'open'
    button.setAttribute('aria-expanded', String(isOpening))
    if (isOpening) place(content, button)
  })
}

/** In pixels: from the button, and from the edge of the window. */
const gap = 6
const margin = 8
/** Of the bar that stays at the top. */
const barHeight = 56
/** With less room than this it rather opens upwards. */
const roomMin = 320

/** Beside the button, along those edges of it from which there is more room. */
function place(content: HTMLElement, button: HTMLElement): void {
  const { left, right, top, bottom } = button.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const isAtLeft = (left + right) / 2 < clientWidth / 2
  const below = clientHeight - bottom - gap - margin
  const above = top - barHeight - gap - margin
  const isBelow = below >= roomMin || below >= above
  const pixels = (length: number) => `${Math.max(margin, length)}px`
  // They are those of the page, so that it scrolls with its button.
  const { style } = content
  style.setProperty('--top', isBelow ? `${bottom + scrollY + gap}px` : 'auto')
  style.setProperty('--bottom', isBelow ? 'auto' : `${clientHeight - top - scrollY + gap}px`)
  style.setProperty('--left', isAtLeft ? pixels(left) : 'auto')
  style.setProperty('--right', isAtLeft ? 'auto' : pixels(clientWidth - right))
  style.setProperty('--room', pixels(isBelow ? below : above))
}
