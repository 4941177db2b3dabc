import { date, geoPoint, group, keyword, long } from '../field.ts'
import {
  countryKeyword,
  eventIdKeyword,
  idKeyword,
  nameKeyword,
  zoneKeyword,
} from './bounded-keywords.ts'

/** Fields that every document has which stands for one event of the log. */
export const eventFields = {
  '@timestamp': date({
    label: 'Time',
    meaning: "When it happened, by the producer's clock.",
    example: '2026-11-21T08:15:30.250Z',
  }),
  event: group({
    id: eventIdKeyword({
      label: 'Event id',
      meaning: 'Identity of the event; also the id of the document.',
      example: '0193c8a2-7b1e-7c3d-9f00-3a5b7c9d1e2f',
    }),
    type: keyword({
      label: 'Event type',
      meaning: 'What happened, with the version of its schema.',
      example: 'bank.transaction.authorized.v1',
    }),
    source: idKeyword({
      label: 'Producer',
      meaning: 'Who said so: /simulated/<producer> or /live/<service>.',
      example: '/simulated/bank',
    }),
    recorded: date({
      label: 'Recorded',
      meaning: 'When it was recorded, by the trusted clock.',
      example: '2026-11-21T08:15:30.262Z',
    }),
  }),
  kafka: group({
    topic: keyword({
      label: 'Topic',
      meaning: 'Kafka topic of the record.',
      example: 'bank.activity',
    }),
    partition: long({
      label: 'Partition',
      meaning: 'Partition of the record.',
      example: 3,
    }),
    offset: long({
      label: 'Offset',
      meaning: 'Offset of the record in its partition.',
      example: 48_211,
    }),
  }),
} as const

/** Where something happened or somebody lives. */
export function placeFields(of: 'place' | 'home') {
  const label = (what: string) =>
    of === 'home' ? `Home ${what}` : `${what.charAt(0).toUpperCase()}${what.slice(1)}`
  return group({
    city: nameKeyword({ label: label('city'), meaning: `City of the ${of}.`, example: 'Lyon' }),
    country: countryKeyword({
      label: label('country'),
      meaning: `Country of the ${of}, ISO 3166-1 alpha-2.`,
      example: 'FR',
    }),
    zone: zoneKeyword({
      label: label('time zone'),
      meaning: `IANA time zone of the ${of}.`,
      example: 'Europe/Paris',
    }),
    location: geoPoint({
      label: label('coordinates'),
      meaning: `WGS 84 coordinates of the ${of}.`,
      example: { lat: 45.76, lon: 4.84 },
    }),
  })
}
