import { type Chance } from '../simulation/chance.ts'

/** What is done to a running pipeline on purpose. */
export const disturbances = [
  'kill worker',
  'freeze worker',
  'dismiss worker',
  'kill Elasticsearch',
  'kill Kafka',
] as const
export type Disturbance = (typeof disturbances)[number]

/** One thing to do, so many milliseconds after the beginning of the load. */
export type Action = { readonly atMs: number } & (
  | { readonly kind: Disturbance | 'thaw worker' }
  | { readonly kind: 'scale'; readonly workers: number }
)

/** Of one round; a kill of a server every twenty seconds is all that its supervisor puts up with. */
const perRound: readonly Disturbance[] = [...disturbances, 'kill worker', 'kill worker']

interface PlanOptions {
  /** How long the load goes on. */
  readonly loadMs: number
  /** After which a frozen worker has lost its partitions. */
  readonly sessionTimeoutMs: number
}

/**
 * 1 → 3 → 1 workers, and amid the three every kind of disturbance at a random time, in a random
 * order; in order of time. A frozen worker is thawed when others have had its partitions.
 */
export function planChaos(chance: Chance, { loadMs, sessionTimeoutMs }: PlanOptions): Action[] {
  const scale = (share: number, workers: number): Action => ({
    kind: 'scale',
    workers,
    atMs: Math.round(share * loadMs),
  })
  const begin = 0.12 * loadMs
  const slotMs = (0.78 * loadMs) / perRound.length
  const disturbed = shuffled(perRound, chance).flatMap((kind, slot): Action[] => {
    const atMs = Math.round(begin + (slot + chance.uniform()) * slotMs)
    if (kind !== 'freeze worker') return [{ kind, atMs }]
    const frozenMs = sessionTimeoutMs + 2000 + chance.below(5000)
    return [{ kind, atMs }, { kind: 'thaw worker', atMs: atMs + frozenMs }] // prettier-ignore
  })
  const scaling = [scale(0, 1), scale(0.04, 2), scale(0.08, 3), scale(0.92, 2), scale(0.96, 1)]
  return [...scaling, ...disturbed].sort((a, b) => a.atMs - b.atMs)
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  const rest = [...items]
  return items.flatMap(() => rest.splice(chance.below(rest.length), 1))
}
