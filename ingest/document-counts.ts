/** What documents are, as far as they are counted. */
export const documentKinds = ['event', 'state', 'dead-letter'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** What Elasticsearch has answered for a document. */
export const documentResults = ['written', 'alreadyThere', 'refused'] as const
export type DocumentResult = (typeof documentResults)[number]

export type DocumentFigures = Readonly<
  Record<DocumentKind, Readonly<Record<DocumentResult, number>>>
>

const none = { written: 0, alreadyThere: 0, refused: 0 }

/** How many documents came to which end, by kind: an addition for each document of an answer. */
export class DocumentCounts {
  readonly #counts = { event: { ...none }, state: { ...none }, 'dead-letter': { ...none } }

  add(operations: Iterable<{ readonly kind: DocumentKind }>, result: DocumentResult): void {
    for (const { kind } of operations) this.#counts[kind][result] += 1
  }

  get byKind(): DocumentFigures {
    const { event, state, 'dead-letter': deadLetter } = this.#counts
    return { event: { ...event }, state: { ...state }, 'dead-letter': { ...deadLetter } }
  }

  totalOf(result: DocumentResult): number {
    return documentKinds.reduce((sum, kind) => sum + this.#counts[kind][result], 0)
  }
}
