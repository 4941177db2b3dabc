import { type BankTransaction } from '../../contracts/events/bank-activity.ts'
import { type CustomerState } from '../../contracts/indices/customers.ts'

type LastPlaces = CustomerState['last_places']

/** Where the customer was last seen, by channel: by event time, so a late event changes nothing. */
export function placesAfter(places: LastPlaces, { time, data }: BankTransaction): LastPlaces {
  const { channel, place } = data
  let at = 0
  while (at < places.length && places[at]?.channel !== channel) at += 1
  const known = places[at]
  if (known !== undefined && known.at > time) return places
  const { city, country, location } = place
  const seen = { channel, at: time, city, country, location: { lat: location.lat, lon: location.lon } } // prettier-ignore
  return known === undefined ? [...places, seen] : places.with(at, seen)
}
