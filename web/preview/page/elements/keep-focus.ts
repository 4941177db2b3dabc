/** Makes a part of the page anew; who works there with the keyboard is not thrown out. */
export function keepFocus(root: HTMLElement, remake: () => void): void {
  const at = targetsIn(root).findIndex((target) => target === document.activeElement)
  remake()
  if (at >= 0) targetsIn(root)[at]?.focus({ preventScroll: true })
}

function targetsIn(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('button, [tabindex]')]
}
