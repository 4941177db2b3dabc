import { z } from 'zod'
import { visualizationProblems } from './lint-visualization.ts'
import { parseJson, type SavedObject, savedObjectVersions } from './saved-object.ts'

/**
 * What a Kibana of 7.10 to 9.x would refuse, or import and then show as an error panel.
 *
 * @returns one sentence per problem; none when all is well.
 */
export function lintSavedObjects(objects: readonly SavedObject[]): string[] {
  const known = new Set(objects.map(nameOf))
  return [
    ...repeated(objects.map(nameOf)).map((name) => `${name} is there twice`),
    ...objects.flatMap((object) =>
      [
        ...versionProblems(object),
        ...attributeProblems(object),
        ...referenceProblems(object, known),
        ...(object.type === 'dashboard' ? panelProblems(object) : []),
        ...(object.type === 'visualization' ? visualizationProblems(object, known) : []),
      ].map((problem) => `${nameOf(object)}: ${problem}`),
    ),
  ]
}

/** A key that is not listed fails the import of the object. */
const attributesAllowed: Readonly<Record<SavedObject['type'], readonly string[] | undefined>> = {
  // Kibana keeps any attribute of a data view and ignores those it does not know.
  'index-pattern': undefined,
  search: ['title', 'description', 'hits', 'columns', 'sort', 'version', 'kibanaSavedObjectMeta'],
  visualization: [
    'title',
    'description',
    'version',
    'kibanaSavedObjectMeta',
    'uiStateJSON',
    'visState',
    'savedSearchRefName',
  ],
  dashboard: [
    'title',
    'description',
    'hits',
    'version',
    'kibanaSavedObjectMeta',
    'optionsJSON',
    'panelsJSON',
    'timeRestore',
    'timeFrom',
    'timeTo',
    'refreshInterval',
  ],
}

const Panels = z.array(
  z.object({
    version: z.string(),
    type: z.string(),
    panelIndex: z.string(),
    panelRefName: z.string(),
    gridData: z.object({
      x: z.int().min(0),
      y: z.int().min(0),
      w: z.int().min(1),
      h: z.int().min(1),
      i: z.string(),
    }),
  }),
)
type Panel = z.infer<typeof Panels>[number]

const gridColumns = 48

function nameOf({ type, id }: SavedObject): string {
  return `${type} ${id}`
}

function versionProblems({ type, migrationVersion }: SavedObject): string[] {
  const expected = savedObjectVersions[type]
  const came = JSON.stringify(migrationVersion)
  return came === JSON.stringify({ [type]: expected })
    ? []
    : [`expected migrationVersion ${expected} for ${type}, got ${came}`]
}

function attributeProblems({ type, attributes }: SavedObject): string[] {
  const allowed = attributesAllowed[type]
  return Object.keys(attributes)
    .filter((name) => allowed !== undefined && !allowed.includes(name))
    .map((name) => `Kibana knows no attribute ${name} of a ${type}`)
}

function referenceProblems(object: SavedObject, known: ReadonlySet<string>): string[] {
  const { references, attributes } = object
  const names = references.map(({ name }) => name)
  const used = usedReferences(attributes)
  return [
    ...repeated(names).map((name) => `reference ${name} is there twice`),
    ...references
      .filter(({ type, id }) => !known.has(`${type} ${id}`))
      .map(({ type, id }) => `refers to ${type} ${id}, which is not in the bundle`),
    ...used
      .filter((name) => !names.includes(name))
      .map((name) => `uses reference ${name}, which it does not have`),
    ...names
      .filter((name) => !used.includes(name))
      .map((name) => `has a reference ${name} that nothing in it uses`),
  ]
}

/** Names of references stand in JSON that stands as text in an attribute. */
function usedReferences(attributes: SavedObject['attributes']): string[] {
  const texts = JSON.stringify(attributes).replaceAll('\\"', '"')
  const names =
    /"(?:indexRefName|indexPatternRefName|panelRefName|savedSearchRefName)":"(?<name>[^"]+)"/g
  return [...texts.matchAll(names)].map(({ groups }) => groups?.['name'] ?? '')
}

function panelProblems({ attributes }: SavedObject): string[] {
  const parsed = Panels.safeParse(parseJson(String(attributes['panelsJSON']), 'panelsJSON'))
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `panel ${path.join('.')}: ${message}`)
  }
  const panels = parsed.data
  return [
    ...repeated(panels.map(({ panelIndex }) => panelIndex)).map((i) => `panel ${i} is there twice`),
    ...panels.flatMap(placeProblems),
    ...panels.flatMap((one, index) =>
      panels
        .slice(index + 1)
        .filter((other) => overlap(one.gridData, other.gridData))
        .map((other) => `panels ${one.panelIndex} and ${other.panelIndex} overlap`),
    ),
  ]
}

function placeProblems({ panelIndex, gridData }: Panel, index: number): string[] {
  return [
    ...(gridData.i === panelIndex ? [] : [`panel ${panelIndex}: gridData.i is ${gridData.i}`]),
    ...(gridData.x + gridData.w <= gridColumns
      ? []
      : [`panel at ${index} ends right of column ${gridColumns}`]),
  ]
}

function overlap(one: Panel['gridData'], other: Panel['gridData']): boolean {
  const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x
  const isAbove = one.y + one.h <= other.y || other.y + other.h <= one.y
  return !isBeside && !isAbove
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
