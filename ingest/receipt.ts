/** Whom a document is written for. */
export interface Receipt {
  /** That many of its documents are durable: Elasticsearch has acknowledged them. */
  durable(count: number): void
  /** One of its documents has to wait, because something is wrong. */
  delayed(): void
}
