import { type z } from 'zod'
import {
  type BankTransaction,
  TransactionAuthorized,
  TransactionDeclined,
  TransactionReversed,
} from '../contracts/events/bank-activity.ts'
import { bytesOfEach, type JsonReader, type Part } from './json-reader.ts'
import { KnownParts } from './known-parts.ts'
import { type SureGuard, sureGuardOf } from './schema-check.ts'

type Data = BankTransaction['data']
type Merchant = NonNullable<Data['merchant']>
/** A place without its coordinates, of which there are many in a city. */
type City = Omit<Data['place'], 'location'>

const { shape: envelope } = TransactionAuthorized
const { shape: data } = envelope.data
const { shape: placeFields } = data.place
const { shape: merchantFields } = data.merchant.unwrap()
const { shape: counterpartFields } = data.counterpart.unwrap()

/** Checks of the values of a transaction, each by its schema. */
export const is = {
  eventId: sureGuardOf(envelope.id),
  instant: sureGuardOf(envelope.time),
  transactionId: sureGuardOf(data.transaction_id),
}

const isSubject = sureGuardOf(envelope.subject)
const isCustomerId = sureGuardOf(data.customer_id)
const isAmount = sureGuardOf(data.amount.shape.amount_minor)
const isBalance = sureGuardOf(data.balance_after_minor)
const isCity = sureGuardOf(placeFields.city)
const isCountry = sureGuardOf(placeFields.country)
const isZone = sureGuardOf(placeFields.zone)
const isLatitude = sureGuardOf(placeFields.location.shape.lat)
const isLongitude = sureGuardOf(placeFields.location.shape.lon)
const isMerchantId = sureGuardOf(merchantFields.id)
const isMerchantName = sureGuardOf(merchantFields.name)
const isMcc = sureGuardOf(merchantFields.mcc)
const isCounterpartName = sureGuardOf(counterpartFields.name)

const few = { places: 1 << 8, bytesMax: 64 }
const many = { places: 1 << 14, bytesMax: 32 }

function words<Text extends string>(isFine: SureGuard<Text>, size: typeof few): Part<Text> {
  return { known: new KnownParts(size), read: (reader) => reader.text(isFine) }
}

const kinds = [TransactionAuthorized, TransactionDeclined, TransactionReversed]

/** Parts of a transaction that come again and again. */
export const parts = {
  source: words(sureGuardOf(envelope.source), few),
  type: words(isType, few),
  /** Of the subject, too. */
  customer: words(isCustomer, many),
  direction: words(sureGuardOf(data.direction), few),
  channel: words(sureGuardOf(data.channel), few),
  declineReason: words(sureGuardOf(TransactionDeclined.shape.data.shape.reason), few),
  reversalReason: words(sureGuardOf(TransactionReversed.shape.data.shape.reason), few),
  account: words(sureGuardOf(data.account_id), many),
  merchant: { known: new KnownParts<Merchant>({ places: 1 << 13, bytesMax: 128 }), read: merchant },
}
const cities = { known: new KnownParts<City>({ places: 1 << 10, bytesMax: 128 }), read: city }
const banks = words(sureGuardOf(counterpartFields.bank), few)
const currencies = words(sureGuardOf(data.amount.shape.currency), few)

function isType(value: unknown): value is BankTransaction['type'] {
  return kinds.some(({ shape }) => shape.type.value === value)
}

function isCustomer(value: unknown): value is z.infer<typeof data.customer_id> {
  return isCustomerId(value) && isSubject(value)
}

export function booking(reader: JsonReader) {
  reader.skip(before.booked)
  const booked = money(reader)
  reader.skip(before.balance)
  return { booked, balance_after_minor: reader.number(isBalance) }
}

export function money(reader: JsonReader): Data['amount'] {
  reader.skip(before.minorUnits)
  const amount_minor = reader.number(isAmount)
  reader.skip(before.currency)
  const currency = reader.part(currencies)
  reader.skip(before.end)
  return { amount_minor, currency }
}

export function placeThere(reader: JsonReader): Data['place'] {
  const { city, country, zone } = reader.part(cities)
  reader.skip(before.latitude)
  const lat = reader.number(isLatitude)
  reader.skip(before.longitude)
  const lon = reader.number(isLongitude)
  reader.skip(before.twoEnds)
  return { city, country, zone, location: { lat, lon } }
}

function city(reader: JsonReader): City {
  const name = reader.text(isCity)
  reader.skip(before.country)
  const country = reader.text(isCountry)
  reader.skip(before.zone)
  const zone = reader.text(isZone)
  return { city: name, country, zone }
}

function merchant(reader: JsonReader): Merchant {
  const id = reader.text(isMerchantId)
  reader.skip(before.name)
  const name = reader.text(isMerchantName)
  reader.skip(before.mcc)
  const mcc = reader.text(isMcc)
  reader.skip(before.end)
  return { id, name, mcc }
}

export function otherSide(reader: JsonReader): NonNullable<Data['counterpart']> {
  const bank = reader.part(banks)
  reader.skip(before.name)
  const name = reader.text(isCounterpartName)
  reader.skip(before.end)
  return { bank, name }
}

/** What stands before each value. */
const before = bytesOfEach({
  booked: ',"booked":',
  balance: ',"balance_after_minor":',
  minorUnits: '{"amount_minor":',
  currency: ',"currency":"',
  country: ',"country":"',
  zone: ',"zone":"',
  latitude: ',"location":{"lat":',
  longitude: ',"lon":',
  name: ',"name":"',
  mcc: ',"mcc":"',
  end: '}',
  twoEnds: '}}',
})
