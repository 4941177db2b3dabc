import type { PageState } from './page-state.ts'
import type { Store } from './store.ts'

/** Pauses the page while nobody looks, and while the pointer draws on a chart. */
export function watchPauses(store: Store<PageState>): void {
  let isDrawing = false
  const tell = () => {
    store.update({ isPaused: document.hidden || isDrawing })
  }
  const draw = (isNow: boolean) => () => {
    if (isNow === isDrawing) return
    isDrawing = isNow
    tell()
  }
  document.addEventListener('visibilitychange', tell)
  // Before a panel may keep the event to itself.
  document.addEventListener(
    'pointerdown',
    ({ target }) => {
      const isChart = target instanceof Element && target.closest('[data-picture=chart]') !== null
      draw(isChart)()
    },
    { capture: true },
  )
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, draw(false), { capture: true })
  }
}
