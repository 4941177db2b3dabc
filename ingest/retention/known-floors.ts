import { type EpochMs } from '../../contracts/time.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { statusOf, toElasticsearchProblem } from '../../runtime/elasticsearch/failure.ts'
import { PipelineError } from '../../runtime/problem.ts'
import { type Clock } from '../clock.ts'
import { type RetryLimits, retryWaitMs } from '../retry-wait.ts'
import { metaIdOf, metaIndex } from '../setup/meta.ts'
import { type ReadFor } from '../state-store.ts'
import { type Trouble } from '../trouble.ts'
import { wait } from '../wait.ts'
import { floorAt, floorsIn, type RetentionFloors } from './floors.ts'

/** Where a worker looks up the floors of its index version. One attempt; throws PipelineError. */
export interface FloorSource {
  read(): Promise<RetentionFloors>
}

/** Of the meta document, in real time; one that is not there names none. */
export function createFloorSource(of: {
  readonly client: ElasticsearchClient
  readonly url: string
  readonly indexVersion: number
}): FloorSource {
  const { client, url, indexVersion } = of
  const id = metaIdOf(indexVersion)
  return {
    async read() {
      try {
        const { _source } = await client.get({ index: metaIndex, id })
        return floorsIn(_source)
      } catch (error) {
        if (statusOf(error) === 404) return []
        throw toElasticsearchProblem(error, { url, doing: `tell the document ${id} of ${metaIndex}` }) // prettier-ignore
      }
    },
  }
}

interface Options {
  readonly source: FloorSource
  readonly clock: Clock
  readonly retry: RetryLimits
  readonly random: () => number
  readonly trouble: Trouble
}

/**
 * How old a worker's knowledge of floors may be when it begins to fold. A floor is published much
 * longer before the first record that is folded by it.
 */
export const knownForMsMax = 5000

/**
 * What a worker knows of floors. It is made sure of before each portion of records is folded, so
 * also a worker that was frozen for a day learns of a floor before it writes anything of what came
 * after.
 */
export class KnownFloors {
  readonly #options: Options
  readonly #closing = new AbortController()
  #floors: RetentionFloors = []
  #readAtMs = -Infinity

  constructor(options: Options) {
    this.#options = options
  }

  get isFresh(): boolean {
    return this.#options.clock.elapsedMs() - this.#readAtMs <= knownForMsMax
  }

  floorAt(appendTime: EpochMs): string {
    return floorAt(this.#floors, appendTime)
  }

  /** Looks them up, for as long as it takes. @returns false when nobody wants to know any more */
  async refresh(reader: ReadFor): Promise<boolean> {
    const { source, clock, retry, random, trouble } = this.#options
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      const askedAtMs = clock.elapsedMs()
      try {
        this.#floors = await source.read()
        this.#readAtMs = askedAtMs
        trouble.end()
        return !reader.isEnded
      } catch (error) {
        if (!(error instanceof PipelineError) || !error.retriable) throw error
        if (reader.isEnded) return false
        trouble.begin(error.message)
        reader.delayed()
        await wait(retryWaitMs(retry, attempt, random), this.#closing.signal)
      }
    }
    return false
  }

  /** Ends every wait. */
  close(): void {
    this.#closing.abort()
  }
}
