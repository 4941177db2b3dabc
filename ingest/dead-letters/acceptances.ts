import { z } from 'zod'
import { firstIndexVersion } from '../../contracts/catalogue.ts'
import { type DeadLetterCode, deadLetterCodes } from '../../contracts/dead-letter.ts'
import { type AcceptanceDocument, opsAcceptances } from '../../contracts/indices/ops-acceptances.ts'
import { concreteIndexOf } from '../../contracts/index-definition.ts'
import { EpochMs } from '../../contracts/time.ts'
import { type ElasticsearchClient } from '../../runtime/elasticsearch/connection.ts'
import { askOnce } from '../../runtime/elasticsearch/failure.ts'
import { createIndexStore } from '../setup/index-store.ts'
import { setUpIndices } from '../setup/templates.ts'

/** An operator's word that dead letters may come, however many. */
export interface Acceptance {
  /** Undefined: of every cause. */
  readonly code: DeadLetterCode | undefined
  readonly until: EpochMs
}

/** Where workers look for it. One attempt; throws PipelineError `elasticsearch.…`. */
export interface Acceptances {
  read(): Promise<readonly Acceptance[]>
}

interface Source {
  readonly client: ElasticsearchClient
  readonly url: string
}

const index = concreteIndexOf(opsAcceptances, firstIndexVersion, '')
const everyCause = 'every-cause'
const codes = Object.keys(deadLetterCodes) as DeadLetterCode[]
const ids = [everyCause, ...codes]

const Stored = z.object({
  until: z.iso.datetime().transform((text) => EpochMs.parse(Date.parse(text))),
  code: z.enum(codes).optional(),
})

/** By id and so in real time: whoever accepts need not wait for a refresh. */
export function createAcceptances({ client, url }: Source): Acceptances {
  return {
    async read() {
      const doing = 'tell which dead letters are accepted'
      const docs = ids.map((_id) => ({ _index: index, _id }))
      const answer = await askOnce(() => client.mget({ docs }), { url, doing })
      return answer.docs.flatMap((doc): Acceptance[] => {
        if (!('found' in doc) || !doc.found) return []
        const { until, code } = Stored.parse(doc._source)
        return [{ until, code }]
      })
    },
  }
}

/**
 * Writes an acceptance, which takes the place of an older one of the same causes.
 *
 * @returns until when, UTC with milliseconds
 * @throws PipelineError of `elasticsearch.…`
 */
export async function acceptDeadLetters(
  { client, url }: Source,
  accepted: { readonly code: DeadLetterCode | undefined; nowMs: number; untilMs: number },
): Promise<string> {
  const { code, nowMs, untilMs } = accepted
  // They may have been set up before there was such an index.
  await setUpIndices(createIndexStore(client, url), [opsAcceptances], { indexVersion: firstIndexVersion }) // prettier-ignore
  const document: AcceptanceDocument = {
    '@timestamp': new Date(nowMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    ...(code === undefined ? {} : { code }),
  }
  const request = { index, id: code ?? everyCause, document }
  await askOnce(() => client.index(request), { url, doing: 'take an acceptance' })
  return document.until
}
