import { type CategoryGroup } from '../contracts/category-groups.ts'
import { merchantCategories } from './reference/merchant-categories.ts'
import { merchantCategoryGroups } from './reference/merchant-category-groups.ts'

/** Stands in a document where the code is in no category. */
export const unknownCategory = 'Unknown'

/** Name of the category of a merchant category code; undefined where none is known. */
export function categoryOf(merchantCategoryCode: string): string | undefined {
  return categories.get(merchantCategoryCode)
}

/** The group of a category that `categoryOf` gave. */
export function groupOfCategory(category: string | undefined): CategoryGroup {
  return (category === undefined ? undefined : groups.get(category)) ?? 'Unknown'
}

const groups: ReadonlyMap<string, CategoryGroup> = new Map(Object.entries(merchantCategoryGroups))

const categories: ReadonlyMap<string, string> = new Map(
  Object.entries(merchantCategories).flatMap(([category, codes]) =>
    codes
      .split(' ')
      .flatMap(codesIn)
      .map((code) => [code, category] as const),
  ),
)

/** `7011-7012` or `5462`. */
function codesIn(range: string): string[] {
  const [first = '', last = first] = range.split('-')
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, at) => String(Number(first) + at).padStart(4, '0'))
}
