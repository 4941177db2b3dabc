import { z } from 'zod'
import { Duration } from './duration.ts'

/** Events a second of the whole world; 0 is a pause. */
const rate = z.number().min(0).max(1_000_000)
const lasting = {
  name: z.string().max(40).optional().describe('What the summary calls it; else its kind.'),
  for: Duration.describe('How long it lasts.'),
}

const Constant = z.strictObject({
  kind: z.literal('constant'),
  ...lasting,
  for: lasting.for.optional().describe('How long it lasts; only the last stage may leave it out.'),
  rate: rate.describe('Events a second.'),
})

const Ramp = z.strictObject({
  kind: z.literal('ramp'),
  ...lasting,
  from: rate.describe('Events a second at its begin.'),
  to: rate.describe('Events a second at its end; between them on a straight line.'),
})

const Steps = z.strictObject({
  kind: z.literal('steps'),
  ...lasting,
  from: rate.describe('Events a second of the first step.'),
  to: rate.describe('Events a second of the last step.'),
  count: z.int().min(2).max(100).describe('How many steps of equal length.'),
})

const Sine = z
  .strictObject({
    kind: z.literal('sine'),
    ...lasting,
    mean: rate.describe('Events a second about which it swings.'),
    amplitude: rate.describe('How far it swings to both sides.'),
    period: Duration.describe('Length of one swing.'),
  })
  .refine(({ mean, amplitude }) => amplitude <= mean, {
    path: ['amplitude'],
    error: 'expected at most the mean: there are no events below zero',
  })
  .refine(({ for: lasts, period }) => lasts / period <= 200, {
    path: ['period'],
    error: 'expected at most 200 swings in a stage',
  })

const Spike = z.strictObject({
  kind: z.literal('spike'),
  ...lasting,
  base: rate.describe('Events a second before and after.'),
  peak: rate.describe('Events a second in the middle fifth of the stage.'),
})

/** One part of a load: how many events a second, and for how long. */
export const Stage = z.discriminatedUnion('kind', [Constant, Ramp, Steps, Sine, Spike])
export type Stage = z.infer<typeof Stage>

/** How long a stage lasts, in ms; Infinity when it has no end. */
export function lengthOf(stage: Stage): number {
  return stage.for ?? Infinity
}

/** A part of a stage in which the rate does not change. */
export interface RatePiece {
  readonly forMs: number
  readonly perSecond: number
}

/** A ramp of two minutes changes every second, a longer one 120 times. */
const rampPiecesMax = 120
const piecesPerSwing = 30

/** The rate over a stage, piece by piece; a stage without end is one piece of infinite length. */
export function piecesOf(stage: Stage): readonly RatePiece[] {
  switch (stage.kind) {
    case 'constant':
      return [{ forMs: lengthOf(stage), perSecond: stage.rate }]
    case 'ramp':
      return ramp(stage)
    case 'steps':
      return steps(stage)
    case 'sine':
      return sine(stage)
    case 'spike':
      return spike(stage)
  }
}

/** The mean rate of a straight line over each piece, so that as many events come out of it. */
function ramp({ for: lasts, from, to }: z.infer<typeof Ramp>): RatePiece[] {
  const count = Math.max(1, Math.min(rampPiecesMax, Math.round(lasts / 1000)))
  return cut(lasts, count, (share) => from + (to - from) * share)
}

function steps({ for: lasts, from, to, count }: z.infer<typeof Steps>): RatePiece[] {
  return Array.from({ length: count }, (_, step) => ({
    forMs: lasts / count,
    perSecond: from + ((to - from) * step) / (count - 1),
  }))
}

function sine({ for: lasts, mean, amplitude, period }: z.infer<typeof Sine>): RatePiece[] {
  const count = Math.max(1, Math.ceil((lasts / period) * piecesPerSwing))
  const swings = lasts / period
  return cut(lasts, count, (share) => mean + amplitude * Math.sin(2 * Math.PI * swings * share))
}

function spike({ for: lasts, base, peak }: z.infer<typeof Spike>): RatePiece[] {
  const calm = { forMs: lasts * 0.4, perSecond: base }
  return [calm, { forMs: lasts * 0.2, perSecond: peak }, calm]
}

/** Equal pieces with the rate in the middle of each. */
function cut(lasts: number, count: number, rateAt: (share: number) => number): RatePiece[] {
  return Array.from({ length: count }, (_, piece) => ({
    forMs: lasts / count,
    perSecond: Math.max(0, rateAt((piece + 0.5) / count)),
  }))
}
