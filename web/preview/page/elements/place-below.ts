const gapPx = 4

/** Puts what is in the top layer below a button, within the window. */
export function placeBelow(popover: HTMLElement, button: HTMLElement): void {
  const { bottom, left, top } = button.getBoundingClientRect()
  const { height, width } = popover.getBoundingClientRect()
  const { clientHeight, clientWidth } = document.documentElement
  const below = bottom + gapPx + height <= clientHeight ? bottom + gapPx : top - gapPx - height
  popover.style.setProperty('--left', `${Math.max(8, Math.min(left, clientWidth - width - 8))}px`)
  popover.style.setProperty('--top', `${Math.max(8, below)}px`)
}
