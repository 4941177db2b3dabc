import { isBelow } from '../retention/floors.ts'
import { type IndexedDocuments } from './indexed-documents.ts'

/**
 * The documents without those of months below a floor: whether these are deleted already, or a late
 * worker has made some of them again, is the business of `tally retention` and no difference.
 */
export function keptDocuments(documents: IndexedDocuments, floor: string): IndexedDocuments {
  const isKept = ({ index }: { readonly index: string }) => !isBelow(index, floor)
  return {
    refresh: () => documents.refresh(),
    async *inWindow(of, window) {
      for await (const page of documents.inWindow(of, window)) yield page.filter(isKept)
    },
    read: (places, field) => documents.read(places, field),
    async *states() {
      for await (const page of documents.states()) yield page.filter(isKept)
    },
  }
}
