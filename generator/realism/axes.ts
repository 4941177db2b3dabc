import { lifestyleList } from '../world/archetypes.ts'
import { categories } from '../world/categories.ts'

/** Names along the axes of a grid, by the index that stands for them in the world. */
export const archetypeNames = lifestyleList.map(({ archetype }) => archetype)
export const categoryNames = categories.map(({ name }) => name)
export const hourNames = Array.from({ length: 24 }, (_, hour) => `${hour} h`)
export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] // prettier-ignore
