import { type StateCache } from './state-cache.ts'

/** How well the caches of one kind of state documents have served. */
export interface CacheFigures {
  /** Entries that were there when they were needed. */
  readonly hits: number
  /** Those that had to be read. */
  readonly misses: number
  /** In memory now. */
  readonly entries: number
}

export type CachesFigures = Readonly<Record<'readModels' | 'activities', CacheFigures>>

interface Caches {
  readonly readModels: StateCache
  readonly activities: StateCache
}

/** The figures of the caches of all runs that a worker ever had, of which some are over. */
export class CacheCounts {
  #ended: CachesFigures = { readModels: none, activities: none }

  /** Keeps what the caches of runs have counted that end now. */
  end(caches: Iterable<Caches>): void {
    const { readModels, activities } = this.with(caches)
    this.#ended = {
      readModels: { ...readModels, entries: 0 },
      activities: { ...activities, entries: 0 },
    }
  }

  /** Of the runs that are over, and of these. */
  with(caches: Iterable<Caches>): CachesFigures {
    let { readModels, activities } = this.#ended
    for (const each of caches) {
      readModels = sumOf(readModels, each.readModels)
      activities = sumOf(activities, each.activities)
    }
    return { readModels, activities }
  }
}

const none: CacheFigures = { hits: 0, misses: 0, entries: 0 }

function sumOf(figures: CacheFigures, { counts, size }: StateCache): CacheFigures {
  return {
    hits: figures.hits + counts.hits,
    misses: figures.misses + counts.misses,
    entries: figures.entries + size,
  }
}
