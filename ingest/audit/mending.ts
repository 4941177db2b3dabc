import { type DocumentKind } from './finding.ts'
import { type Revision } from './indexed-documents.ts'
import { type Place } from './refold.ts'

/** What makes one document right again. */
export type Mending =
  | {
      readonly do: 'write'
      readonly of: DocumentKind
      readonly place: Place
      readonly json: string
      /** Of a state document: one more than the last offset that it contains. */
      readonly version?: number
      /** The dead letter that was written when Elasticsearch refused it; it goes when it is taken. */
      readonly refusedAs?: Place | undefined
    }
  | {
      readonly do: 'delete'
      readonly of: DocumentKind
      readonly place: Place
      /** As it was judged: one that was written since stays. Undefined = whatever is there. */
      readonly revision: Revision | undefined
    }

/** Takes what an audit would have made right; an audit without one changes nothing. */
export interface Mender {
  mend(mending: Mending): Promise<void>
}
