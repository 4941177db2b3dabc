import { z } from 'zod'
import { limits } from './limits.ts'
import { country, text } from './text.ts'

/** WGS 84 degrees, as Elasticsearch's `geo_point` takes them. */
export const Location = z
  .object({
    lat: z.number().min(-90).max(90).meta({ description: 'Latitude, degrees north.' }),
    lon: z.number().min(-180).max(180).meta({ description: 'Longitude, degrees east.' }),
  })
  .meta({ description: 'WGS 84 coordinates.' })
export type Location = z.infer<typeof Location>

/** Where something happened or somebody lives. */
export const Place = z
  .object({
    city: text('City.', limits.nameLengthMax),
    country: country('Country of the city.'),
    zone: z
      .string()
      .max(limits.zoneLengthMax)
      .regex(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/, {
        error: 'expected an IANA time zone such as Europe/Paris',
      })
      .meta({ description: 'IANA time zone of the place.', examples: ['Europe/Paris'] }),
    location: Location,
  })
  .meta({ description: 'A city with its time zone and coordinates.' })
export type Place = z.infer<typeof Place>
