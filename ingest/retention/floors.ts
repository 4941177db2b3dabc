import { z } from 'zod'
import { EpochMs } from '../../contracts/time.ts'

/**
 * From an append time on, event documents and activities of before a month are not written any
 * more. What is written for a record is a function of the record and of all floors, whoever folds
 * it and whenever.
 */
export interface RetentionFloor {
  /** Begin of the month, UTC with milliseconds. */
  readonly floor: string
  /** Records that were appended then or later are folded by it. */
  readonly from: EpochMs
}

/** All floors of an index version, in the order in which they were raised; both fields increase. */
export type RetentionFloors = readonly RetentionFloor[]

/** Stands for no floor: before every time. */
export const noFloor = ''

/** The floor by which a record is folded that was appended then. */
export function floorAt(floors: RetentionFloors, appendTime: EpochMs): string {
  return floors.findLast(({ from }) => from <= appendTime)?.floor ?? noFloor
}

/** The floor below which nobody may rely on anything. */
export function latestFloor(floors: RetentionFloors): string {
  return floors.at(-1)?.floor ?? noFloor
}

/** Begin of the month that is so many whole months before the one that is running. */
export function floorKeeping(months: number, now: EpochMs): string {
  const date = new Date(now)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months)).toISOString()
}

/** Whether a concrete index holds a month (or a day) below a floor; never one that is not cut. */
export function isBelow(index: string, floor: string): boolean {
  const [, year, month] = /-(\d{4})\.(\d{2})(?:\.\d{2})?$/.exec(index) ?? []
  return year !== undefined && `${year}-${month ?? ''}` < floor.slice(0, 7)
}

const instant = z.iso.datetime({ precision: 3 })
const Stored = z.looseObject({
  retention: z.looseObject({ floors: z.array(z.object({ floor: instant, from: instant })) }).optional(), // prettier-ignore
})

/** The floors that a meta document names. @throws ZodError when somebody else has written them */
export function floorsIn(source: unknown): RetentionFloors {
  const { retention } = Stored.parse(source)
  return (retention?.floors ?? []).map(({ floor, from }) => ({ floor, from: EpochMs.parse(Date.parse(from)) })) // prettier-ignore
}

/** The fields of a meta document that name floors. */
export function fieldsOf(floors: RetentionFloors): object {
  const texts = floors.map(({ floor, from }) => ({ floor, from: new Date(from).toISOString() }))
  return { retention_floor: latestFloor(floors), retention: { floors: texts } }
}
