import { type Phase } from '../plan.ts'
import { type StageWindow } from '../schedule.ts'
import { piecesOf, type Stage } from './stage.ts'

/** What a world does in its live part, and which part of that is which stage. */
export interface Load {
  readonly phases: readonly Phase[]
  readonly windows: readonly StageWindow[]
  /** When the last stage ends, epoch ms; Infinity when it does not. */
  readonly endMs: number
}

/** Lays stages one after the other, from a moment on. */
export function loadOf(
  stages: readonly Stage[],
  { from, rhythm }: { readonly from: number; readonly rhythm: Phase['rhythm'] },
): Load {
  const phases: Phase[] = []
  const windows: StageWindow[] = []
  let at = from
  for (const stage of stages) {
    const begin = at
    for (const { forMs, perSecond } of piecesOf(stage)) {
      phases.push({ from: Math.round(at), perSecond, rhythm })
      at += forMs
    }
    windows.push({ name: stage.name ?? stage.kind, from: Math.round(begin), to: Math.round(at) })
  }
  return { phases, windows, endMs: Math.round(at) }
}

/** About how many events fall due between two moments. */
export function expectedBetween(
  { phases, endMs }: Pick<Load, 'phases' | 'endMs'>,
  fromMs: number,
  toMs: number,
): number {
  return phases.reduce((sum, { from, perSecond }, index) => {
    const until = Math.min(phases[index + 1]?.from ?? endMs, toMs)
    const lasts = Math.max(0, until - Math.max(from, fromMs))
    return sum + (perSecond * lasts) / 1000
  }, 0)
}
