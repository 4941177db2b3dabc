import { lifestyleList } from '../world/archetypes.ts'
import { itemAt } from '../world/random.ts'

/** What an archetype's declared trips make of a number of days that begin at home. */
export interface DeclaredTravel {
  /** Share of the days. */
  readonly atHome: number
  readonly abroad: number
  /** Trips begun, of one customer. */
  readonly trips: number
}

/**
 * Trips begin at home at random and last 3 to 14 nights, each as often, and two journeys: the
 * renewal equation, solved in steps of a quarter of a day.
 */
export function declaredTravel(lifestyle: number, days: number): DeclaredTravel {
  const { tripsPerYear } = itemAt(lifestyleList, lifestyle)
  const rate = tripsPerYear / 365.25 / stepsPerDay
  const steps = Math.ceil(days * stepsPerDay)
  const begun = new Float64Array(steps)
  let [atHome, abroad, trips] = [0, 0, 0]
  for (let step = 0; step < steps; step += 1) {
    const { away, there } = tripsOn(begun, step)
    begun[step] = (1 - away) * rate
    atHome += 1 - away
    abroad += there
    trips += begun[step] ?? 0
  }
  return { atHome: atHome / steps, abroad: abroad / steps, trips }
}

/** The chance of being away in a step, and of being at the destination. */
function tripsOn(begun: Float64Array, step: number): { away: number; there: number } {
  let [away, there] = [0, 0]
  for (let since = 1; since <= Math.min(step, longest); since += 1) {
    const chance = begun[step - since] ?? 0
    away += chance * shareLasting((since - 2 * journey) / stepsPerDay)
    if (since > journey) there += chance * shareLasting((since - journey) / stepsPerDay)
  }
  return { away, there }
}

/** Share of the trips with more nights than these. */
function shareLasting(nights: number): number {
  const shorter = Math.floor(nights) - nightsMin + 1
  return 1 - Math.min(Math.max(shorter, 0), nightsKinds) / nightsKinds
}

const stepsPerDay = 4
/** Some six hours of the way, in steps. */
const journey = 1
const nightsMin = 3
const nightsMax = 14
const nightsKinds = nightsMax - nightsMin + 1
const longest = (nightsMax + 1) * stepsPerDay
