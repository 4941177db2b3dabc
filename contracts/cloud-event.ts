import { z } from 'zod'
import { EventId } from './ids.ts'
import { limits } from './limits.ts'
import { Instant } from './time.ts'

/**
 * Our profile of CloudEvents 1.0 in structured JSON
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 *
 * - `time` is when it happened by the producer's clock, `recordedtime` (CloudEvents' documented
 *   extension) when it was recorded by the trusted clock: how far a producer's clock is off is in
 *   the event itself.
 * - `subject` is the Kafka key.
 * - `type` carries the version; a newer one is another type.
 * - Unknown attributes and unknown fields of `data` are accepted and ignored, so that a producer may
 *   add an optional field before its readers know it.
 */
export function cloudEvent<Type extends string, Data extends z.ZodType>(type: Type, data: Data) {
  return z
    .object({
      specversion: z.literal('1.0').describe('Version of CloudEvents.'),
      id: EventId,
      source: EventSource,
      type: z.literal(type).describe('What happened, with the version of its schema.'),
      time: Instant.describe("When it happened, by the producer's clock."),
      recordedtime: Instant.describe('When it was recorded, by the trusted clock.'),
      subject: Subject,
      datacontenttype: z.literal('application/json').describe('Format of `data`.'),
      data,
    })
    .meta({ title: type })
}

/** Header of every record of a source topic. */
export const contentType = 'application/cloudevents+json'

const EventSource = z
  .string()
  .max(limits.idLengthMax)
  .regex(/^\/(simulated|live)\/[a-z0-9][a-z0-9-]*$/, {
    error: 'expected /simulated/<producer> or /live/<service>',
  })
  .meta({ description: 'Who says so: /simulated/<producer> or /live/<service>.' })

const Subject = z
  .string()
  .min(1)
  .max(limits.idLengthMax)
  .meta({ description: 'The Kafka key: the aggregate that the event is about.' })
