import { z } from 'zod'
import { limits } from './limits.ts'

/**
 * Ids are plain ASCII without blanks, so that a key, a URL and a document id need no escaping and
 * their length in bytes is their length in characters.
 */
const idPattern = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,${limits.idLengthMax - 1}}$`)
const idText = z
  .string()
  .max(limits.idLengthMax)
  .regex(idPattern, {
    error: `expected 1 to ${limits.idLengthMax} letters, digits, '.', '_' or '-'`,
  })

export const CustomerId = idText
  .meta({ description: 'Customer of the bank; the key of every event about them.' })
  .brand<'CustomerId'>()
export type CustomerId = z.infer<typeof CustomerId>

export const AccountId = idText
  .meta({ description: 'Account of one customer.' })
  .brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>

export const TransactionId = idText
  .meta({ description: 'Transaction; the same in its authorization and its reversal.' })
  .brand<'TransactionId'>()
export type TransactionId = z.infer<typeof TransactionId>

export const MerchantId = idText
  .meta({ description: 'Merchant, as the acquirer names it.' })
  .brand<'MerchantId'>()
export type MerchantId = z.infer<typeof MerchantId>

/**
 * A UUIDv7 from producers, a UUIDv5 in derived events (RFC 9562), in lower case: two spellings of
 * one id would count twice.
 */
export const EventId = z
  .string()
  .length(limits.eventIdLength)
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, {
    error: 'expected a UUID of version 7 or 5 in lower case',
  })
  .meta({ description: 'Identity of the event: it counts once per key, for ever.' })
  .brand<'EventId'>()
export type EventId = z.infer<typeof EventId>
