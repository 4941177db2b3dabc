import { type Place } from '../contracts/place.ts'
import { type LogRecord } from '../contracts/processor.ts'

// Documents are made of plain literals, group by group: spreading one object into another costs
// more than reading the record's JSON.

/** What every event has, as our profile of CloudEvents says (contracts/cloud-event.ts). */
interface AnyEvent {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly recordedtime: string
}

/** The group `event` of every document that stands for one event of the log. */
export function eventGroup(event: AnyEvent) {
  return {
    id: event.id,
    type: event.type,
    source: event.source,
    recorded: event.recordedtime,
  }
}

/** The group `kafka` of such a document. */
export function kafkaGroup(record: LogRecord) {
  return { topic: record.topic, partition: record.partition, offset: record.offset }
}

/** Field by field: an event may carry more than its schema names, a strict mapping takes no more. */
export function placeGroup({ city, country, zone, location }: Place) {
  return { city, country, zone, location: { lat: location.lat, lon: location.lon } }
}
