import { type Traffic } from './departure.ts'
import { EvenTraffic } from './even-traffic.ts'
import { type FaultPlan } from './faults/fault-plan.ts'
import { FaultyTraffic } from './faults/faulty-traffic.ts'
import { type Outage, OutageTraffic } from './outage-traffic.ts'
import { type WorldPlan } from './plan.ts'
import { WorldTraffic } from './world-traffic.ts'
import { type Shard, World } from './world/world.ts'

/** Everything that the departures of a run follow from. */
export interface TrafficPlan {
  readonly world: WorldPlan
  /** Of the customers; undefined = all. */
  readonly shard?: Shard | undefined
  readonly arrival: 'poisson' | 'even'
  readonly faults?: FaultPlan | undefined
  /** In the order of time, not overlapping. */
  readonly outages: readonly Outage[]
  /** Begin of the live part, before which nothing goes wrong. Epoch ms. */
  readonly liveFrom: number
  /** End of the run, epoch ms; undefined = none. */
  readonly endMs?: number | undefined
}

/**
 * What leaves for the log: what happens in the bank, then what goes wrong with it, then the outages
 * in which nothing gets through.
 *
 * @param partitions of the topic; where it has one, nothing can be misrouted
 */
export function trafficOf(plan: TrafficPlan, partitions: number): Traffic {
  const { world, shard, arrival, faults, outages, liveFrom, endMs } = plan
  const happening = new WorldTraffic(new World(world, shard))
  const arriving =
    arrival === 'even' ? new EvenTraffic(happening, { from: liveFrom, endMs }) : happening
  const { seed } = world
  const faulty =
    faults === undefined
      ? arriving
      : new FaultyTraffic({ traffic: arriving, seed, plan: faults, from: liveFrom, endMs, partitions }) // prettier-ignore
  return outages.length === 0 ? faulty : new OutageTraffic(faulty, outages)
}
