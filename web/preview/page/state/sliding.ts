import { LiveClock, pixelMs } from './live-clock.ts'
import { isRelative, type Span } from './period.ts'
import { type PageState, periodOf, questionOf, refreshOf } from './page-state.ts'
import type { Store } from './store.ts'

const frameMs = 1000 / 60

/**
 * Moves charts on between two answers while the page is live: as often as that is a pixel, and not
 * at all for a reader who wants no motion.
 */
export function startSliding(store: Store<PageState>, slide: (span: Span) => void): void {
  const clock = new LiveClock()
  const stillness = matchMedia('(prefers-reduced-motion: reduce)')
  let timer: ReturnType<typeof setTimeout> | undefined
  const move = () => {
    clearTimeout(timer)
    const span = clock.spanAt(performance.now())
    if (span === undefined || stillness.matches || !isSliding(store.state)) return
    slide(span)
    const waitMs = Math.max(frameMs, pixelMs(span, document.documentElement.clientWidth))
    // A frame is asked for only then, as there would be sixty a second for nothing.
    timer = setTimeout(() => requestAnimationFrame(move), waitMs)
  }
  store.watch(questionOf, () => {
    clock.reset()
  })
  store.watch(
    ({ figures }) => figures,
    (figures) => {
      if (figures !== undefined) clock.tell(figures, performance.now())
      move()
    },
  )
  store.watch(isSliding, move)
  stillness.addEventListener('change', move)
}

/** Whether the page is live, its figures are new, and its period moves with the clock. */
function isSliding(state: PageState): boolean {
  const { from, to } = periodOf(state)
  return (
    refreshOf(state) === 'live' &&
    state.loading.kind === 'loaded' &&
    !state.isPaused &&
    isRelative(from) &&
    isRelative(to)
  )
}
