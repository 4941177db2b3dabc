/**
 * The limits that every stage shares. A field's limit in an event schema and in the mapping of the
 * index it lands in is the same constant, so that what validates is accepted.
 */
export const limits = {
  /** Longest keyword, in UTF-16 code units, as Elasticsearch's `ignore_above` counts. */
  keywordLengthMax: 1024,
  /** Longest name of a person, merchant, bank or city, in UTF-16 code units. */
  nameLengthMax: 200,
  /** Longest IANA time zone or name of a producer. */
  zoneLengthMax: 64,
  /** Length of an ISO 3166-1 alpha-2 code. */
  countryLength: 2,
  /** Length of an ISO 4217 code. */
  currencyLength: 3,
  /** Length of a merchant category code (ISO 18245). */
  mccLength: 4,
  /** Length of a UUID in text. */
  eventIdLength: 36,
  /** Longest id of ours; it becomes a Kafka key and an Elasticsearch `_id` (at most 512 bytes). */
  idLengthMax: 64,
  /** Largest event, in bytes of its JSON; a larger one is a dead letter. */
  eventBytesMax: 64 * 1024,
  /** Largest Kafka message of a source topic, in bytes (topic setting `max.message.bytes`). */
  messageBytesMax: 1024 * 1024,
  /** What a dead letter may be larger than its original: headers with cause and coordinates. */
  deadLetterOverheadBytesMax: 64 * 1024,
  /** How much later than its broker's append time an event may claim to have happened, in ms. */
  futureToleranceMs: 5 * 60 * 1000,
  /** Accounts that the document of a customer holds; the one that was used longest ago gives way. */
  accountsPerCustomerMax: 20,
  /** Events before this day (UTC) are refused. */
  firstDay: '2015-01-01',
} as const
