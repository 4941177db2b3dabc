import { type z } from 'zod'
import {
  type AccountOpened,
  type BankEvent,
  type CustomerRegistered,
} from '../../contracts/events/bank-activity.ts'
import { dayMs } from './calendar.ts'
import { identityOf } from './customers.ts'
import {
  type Authorized,
  current,
  type Declined,
  type Occurrence,
  type Opened,
  type Reversed,
  type Transaction,
} from './happenings.ts'
import { uuidV7 } from './ids.ts'
import { producerOf } from './producers.ts'
import { type Society } from './society.ts'

/**
 * Writes down what has happened, as the JSON of an event of `bank.activity`.
 *
 * It is put together as text, because places and merchants come again and again and are written
 * once: as an object that is then serialised, an event takes six times as long. That the text is
 * what the contract wants is the first test of world.test.ts.
 */
export function writeEvent(society: Society, occurrence: Occurrence): string {
  const { customer, happening } = occurrence
  const id = society.names.customer(customer)
  switch (happening.kind) {
    case 'registered':
      return envelope(occurrence, id, 'bank.customer.registered.v1', registered(society, customer))
    case 'opened': {
      const data = opened(society, customer, happening)
      return envelope(occurrence, id, 'bank.account.opened.v1', data)
    }
    case 'authorized': {
      const data = authorized(society, customer, happening)
      return envelope(occurrence, id, 'bank.transaction.authorized.v1', data)
    }
    case 'declined':
      return envelope(
        occurrence,
        id,
        'bank.transaction.declined.v1',
        declined(society, customer, happening),
      )
    case 'reversed': {
      const data = reversed(society, customer, happening)
      return envelope(occurrence, id, 'bank.transaction.reversed.v1', data)
    }
  }
}

/** The id of the event that an occurrence will be. */
export function eventId({ timeMs, bits }: Occurrence): string {
  return uuidV7(timeMs, bits)
}

/**
 * In one piece: what templates make is a tree of parts, which takes more memory than its text and
 * which the garbage collector copies part by part while an event waits to be sent.
 *
 * @param data as JSON
 */
function envelope(
  occurrence: Occurrence,
  subject: string,
  type: BankEvent['type'],
  data: string,
): string {
  const time = instant(occurrence.timeMs)
  const recorded = instant(occurrence.recordedMs)
  const head = `{"specversion":"1.0","id":"${eventId(occurrence)}","source":"/simulated/bank-${producerOf(occurrence.customer)}","type":"${type}","time":"${time}","recordedtime":"${recorded}","subject":"${subject}","datacontenttype":"application/json","data":`
  return [head, data, '}'].join('')
}

/** As `toISOString` writes it, which takes four times as long; the day is written once. */
function instant(ms: number): string {
  const day = Math.floor(ms / dayMs)
  if (day !== lastDay) {
    lastDay = day
    lastDate = new Date(day * dayMs).toISOString().slice(0, 11)
  }
  const millis = ms - day * dayMs
  const seconds = Math.floor(millis / 1000)
  const minutes = Math.floor(seconds / 60)
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`
  return `${lastDate}${clock}.${String((millis % 1000) + 1000).slice(1)}Z`
}

let lastDay = NaN
let lastDate = ''

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

function two(number: number): string {
  return twoDigits[number] ?? ''
}

function registered(society: Society, customer: number): string {
  const { seed, startMs, population, pools, names } = society
  const character = population.character(customer)
  const identity = identityOf({ seed, startMs, customer, character, pools })
  const data: z.input<typeof CustomerRegistered>['data'] = {
    customer_id: names.customer(customer),
    ...identity,
  }
  return JSON.stringify(data)
}

function opened(society: Society, customer: number, opening: Opened): string {
  const data: z.input<typeof AccountOpened>['data'] = {
    customer_id: society.names.customer(customer),
    account_id: society.names.account(customer, opening.account),
    kind: opening.account === current ? 'current' : 'savings',
    currency: society.currency(customer),
    opening_balance_minor: opening.openingMinor,
    overdraft_limit_minor: opening.overdraftMinor,
  }
  return JSON.stringify(data)
}

function authorized(society: Society, customer: number, happening: Authorized): string {
  return `{${details(society, customer, happening.transaction)},${booking(society, customer, happening)}}`
}

function declined(society: Society, customer: number, { transaction, reason }: Declined): string {
  return `{${details(society, customer, transaction)},"reason":"${reason}"}`
}

function reversed(society: Society, customer: number, happening: Reversed): string {
  const { transaction, amountMinor, reason } = happening
  const direction = transaction.direction === 'debit' ? 'credit' : 'debit'
  const back = details(society, customer, { ...transaction, amountMinor, direction })
  return `{${back},"reason":"${reason}",${booking(society, customer, happening)}}`
}

/** Whatever is put in here as it is has no character that JSON escapes. */
function details({ names }: Society, customer: number, transaction: Transaction): string {
  const { sequence, account, direction, amountMinor, currency, channel, place } = transaction
  const { merchant, counterpart } = transaction
  const id = names.transaction(customer, sequence)
  const payee = merchant === undefined ? '' : `,"merchant":${jsonOf(merchant.description)}`
  const other = counterpart === undefined ? '' : `,"counterpart":${JSON.stringify(counterpart)}`
  return `"transaction_id":"${id}","customer_id":"${names.customer(customer)}","account_id":"${names.account(customer, account)}","direction":"${direction}","amount":{"amount_minor":${amountMinor},"currency":"${currency}"},"channel":"${channel}","place":${jsonOf(place)}${payee}${other}`
}

function booking(
  society: Society,
  customer: number,
  { bookedMinor, balanceAfterMinor }: { bookedMinor: number; balanceAfterMinor: number },
): string {
  return `"booked":{"amount_minor":${bookedMinor},"currency":"${society.currency(customer)}"},"balance_after_minor":${balanceAfterMinor}`
}

/** The JSON of a thing that many events share. */
function jsonOf(thing: object): string {
  const known = texts.get(thing)
  if (known !== undefined) return known
  const text = JSON.stringify(thing)
  texts.set(thing, text)
  return text
}

const texts = new WeakMap<object, string>()
