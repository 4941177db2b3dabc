import { type BoundArguments } from './arguments.ts'
import { type SeriesList } from './series.ts'
import { type Timeline } from './timeline.ts'

/** A function that follows another with a dot and changes its list of series. */
export type Link = (list: SeriesList, bound: BoundArguments, timeline: Timeline) => SeriesList
