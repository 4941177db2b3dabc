import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How this process is. */
export interface ProcessFigures {
  /** Resident memory. */
  readonly rssBytes: number
  /** How late the event loop came to timers since the last reading: 99 of 100 times not later. */
  readonly eventLoopDelayP99Ms: number
}

export interface ProcessWatch {
  /** To be read again and again by one reader. */
  read(): ProcessFigures
  stop(): void
}

/** How finely the delay is measured, in ms: the cost is a timer of that interval. */
const resolutionMs = 20

export function watchProcess(): ProcessWatch {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  return {
    read() {
      const p99 = delays.percentile(99) / 1e6
      delays.reset()
      // It measures from one timer to the next, so nothing late is its resolution.
      const late = Math.max(0, p99 - resolutionMs)
      return { rssBytes: process.memoryUsage.rss(), eventLoopDelayP99Ms: round(late) }
    },
    stop() {
      delays.disable()
    },
  }
}

function round(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : 0
}
