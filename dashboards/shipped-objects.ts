import { readSavedObjects } from './build.ts'
import { invalidDashboard } from './invalid.ts'
import { lintSavedObjects } from './lint.ts'
import { type SavedObject } from './saved-object.ts'

const toldMax = 5

/**
 * The objects that are shipped, when they are such as every Kibana takes.
 *
 * @throws PipelineError `dashboards.invalid` that names file and line, or what is wrong with which
 * object: somebody has edited a file.
 */
export async function readShippedObjects(folder?: string): Promise<readonly SavedObject[]> {
  const objects = await readSavedObjects(folder)
  const problems = lintSavedObjects(objects)
  if (problems.length === 0 && objects.length > 0) return objects
  const more = problems.length > toldMax ? [`and ${problems.length - toldMax} more`] : []
  const told = [...problems.slice(0, toldMax), ...more].join('\n  ')
  throw invalidDashboard(told || 'There are no files of dashboards.')
}
