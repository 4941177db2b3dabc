import { PipelineError } from '../runtime/problem.ts'
import { nameOf, titleOf } from './kibana/stored-object.ts'
import { type SavedObject } from './saved-object.ts'

/** A dashboard as people name it: `bank-overview`. */
export function dashboardName({ id }: Pick<SavedObject, 'id'>): string {
  return id.replace(/^tally-/, '')
}

/**
 * The dashboards of these names with everything that they refer to, in their order; all objects when
 * none is named. Every data view is with them, because Timelion and TSVB name theirs as text.
 *
 * @throws PipelineError `usage.invalid` for a name that no dashboard has, with those that there are.
 */
export function partOf(
  objects: readonly SavedObject[],
  names: readonly string[],
): readonly SavedObject[] {
  if (names.length === 0) return objects
  const wanted = new Set(names.map((name) => nameOf(findDashboard(objects, name))))
  // What is wanted grows by what it refers to, until there is nothing more.
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size
    for (const object of objects) {
      if (!wanted.has(nameOf(object))) continue
      for (const reference of object.references) wanted.add(nameOf(reference))
    }
  }
  return objects.filter((object) => object.type === 'index-pattern' || wanted.has(nameOf(object)))
}

/** @throws PipelineError `usage.invalid` for a name that no dashboard has. */
export function findDashboard(objects: readonly SavedObject[], name: string): SavedObject {
  const dashboards = objects.filter(({ type }) => type === 'dashboard')
  const found = dashboards.find((each) => [dashboardName(each), each.id, titleOf(each)].includes(name)) // prettier-ignore
  if (found !== undefined) return found
  throw new PipelineError({
    code: 'usage.invalid',
    message: `--dashboard: there is no dashboard ${JSON.stringify(name)}.`,
    action: `Name one or more of ${dashboards.map(dashboardName).join(', ')}, parted by commas.`,
  })
}
