import { murmur2 } from '../contracts/partition.ts'
import { ecbRates } from './reference/ecb-rates.ts'
import { merchantCategories } from './reference/merchant-categories.ts'
import { merchantCategoryGroups } from './reference/merchant-category-groups.ts'

/**
 * Identity of the tables that enrichment reads: another table makes other documents of the same
 * log, so it belongs to what `tally-meta` records. A check against mixing, not against forgery.
 */
export const referenceDataHash = [ecbRates, merchantCategories, merchantCategoryGroups]
  .map(hashOf)
  .join('-')

function hashOf(table: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(table))
  return (murmur2(bytes) >>> 0).toString(16).padStart(8, '0')
}
