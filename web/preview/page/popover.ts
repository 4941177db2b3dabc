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

/** Below the button, along that edge of it from which there is more room. */
function place(content: HTMLElement, button: HTMLElement): void {
  const { left, right, bottom, width } = button.getBoundingClientRect()
  const pageWidth = document.documentElement.clientWidth
  const isAtLeft = left + width / 2 < pageWidth / 2
  content.style.setProperty('--top', `${bottom + scrollY + 6}px`)
  content.style.setProperty('--left', isAtLeft ? `${Math.max(8, left)}px` : 'auto')
  content.style.setProperty('--right', isAtLeft ? 'auto' : `${Math.max(8, pageWidth - right)}px`)
}
