import cityTimezones from 'city-timezones'
import { type Place } from '../../contracts/place.ts'
import { ZoneClock } from './calendar.ts'
import { countries, type Country, type CountryCode } from './countries.ts'
import { cumulate, itemAt } from './random.ts'

/** A city in which customers of the bank live, or to which they travel. */
export interface City {
  readonly index: number
  readonly name: string
  readonly country: Country
  /** IANA time zone. */
  readonly zone: string
  readonly clock: ZoneClock
  readonly lat: number
  readonly lon: number
  /** Share of the customers who live here, against the other cities. */
  readonly weight: number
}

/**
 * The bank's cities, as `name:country:weight`: nearly all in the euro area, where the bank is, and
 * a few far away, so that it is always day somewhere. Append only: the index seeds merchants.
 */
const homes =
  'Paris:FR:120 Lyon:FR:45 Marseille:FR:40 Toulouse:FR:30 Nantes:FR:22 Lille:FR:26 Bordeaux:FR:26 ' +
  'Strasbourg:FR:18 Nice:FR:20 Berlin:DE:70 Hamburg:DE:42 Munich:DE:40 Cologne:DE:32 ' +
  'Frankfurt:DE:30 Stuttgart:DE:24 Leipzig:DE:18 Madrid:ES:60 Barcelona:ES:52 Valencia:ES:26 ' +
  'Seville:ES:22 Bilbao:ES:14 Las_Palmas:ES:10 Rome:IT:54 Milan:IT:50 Naples:IT:30 Turin:IT:24 ' +
  'Bologna:IT:16 Florence:IT:14 Amsterdam:NL:34 Rotterdam:NL:20 Brussels:BE:30 Antwerpen:BE:16 ' +
  'Vienna:AT:32 Graz:AT:8 Lisbon:PT:28 Porto:PT:16 Dublin:IE:22 Cork:IE:6 Helsinki:FI:18 ' +
  'Tampere:FI:6 Athens:GR:28 Luxembourg:LU:8 Bratislava:SK:8 Zagreb:HR:10 London:GB:40 ' +
  'Manchester:GB:10 Edinburgh:GB:8 Zurich:CH:12 Geneva:CH:8 Stockholm:SE:10 Copenhagen:DK:10 ' +
  'Oslo:NO:7 Warsaw:PL:12 Prague:CZ:9 Budapest:HU:8 New_York:US:26 Chicago:US:8 ' +
  'Los_Angeles:US:12 San_Francisco:US:8 Toronto:CA:8 Tokyo:JP:24 Osaka:JP:8 Singapore:SG:10 ' +
  'Sydney:AU:8 Dubai:AE:8 Kuwait:KW:5 Istanbul:TR:10'

export const cities: readonly City[] = homes.split(' ').map(toCity)

/** Summed weights of the cities, for drawing a home. */
export const cityWeights = cumulate(cities.map(({ weight }) => weight))

/** The city's place at a distance, as a contract wants it. */
export function placeIn(city: City, offset = { lat: 0, lon: 0 }): Place {
  return {
    city: city.name,
    country: city.country.code,
    zone: city.zone,
    location: { lat: round(city.lat + offset.lat), lon: round(city.lon + offset.lon) },
  }
}

const kilometresPerDegree = 111.2

/** Great-circle distance, by the haversine formula. */
export function distanceKm(from: City, to: City): number {
  const radians = Math.PI / 180
  const height = Math.sin(((to.lat - from.lat) * radians) / 2) ** 2
  const width = Math.sin(((to.lon - from.lon) * radians) / 2) ** 2
  const chord = height + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * width
  return (2 * Math.asin(Math.min(1, Math.sqrt(chord))) * kilometresPerDegree) / radians
}

function toCity(text: string, index: number): City {
  const [name = '', code = '', weight = ''] = text.split(':')
  const ascii = name.replaceAll('_', ' ')
  const found = cityTimezones.cityMapping.find(
    (candidate) => candidate.iso2 === code && candidate.city_ascii === ascii,
  )
  if (found === undefined) throw new Error(`city-timezones has no ${ascii} in ${code}`)
  return {
    index,
    name: found.city,
    country: countries[code as CountryCode],
    zone: found.timezone,
    clock: ZoneClock.of(found.timezone),
    lat: round(found.lat),
    lon: round(found.lng),
    weight: Number(weight),
  }
}

/** Four decimals of a degree are eleven metres. */
function round(degrees: number): number {
  return Math.round(degrees * 10_000) / 10_000
}

export function cityAt(index: number): City {
  return itemAt(cities, index)
}
