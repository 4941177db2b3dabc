/** Which Kibana is played. */
export type Flavour = '7.10.2' | '7.17.6' | '8.19.1' | '9.1.0' | '7.6.2'

export function isAtLeast(flavour: Flavour, wanted: string): boolean {
  const [major = 0, minor = 0] = flavour.split('.').map(Number)
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/** The newest version of each type that a Kibana of 7.x knows; a newer one is 422. */
export function lastKnownVersion(flavour: Flavour, type: string): string {
  return isAtLeast(flavour, '7.11') ? (last717[type] ?? '7.17.6') : (last710[type] ?? '7.10.2')
}

const last710: Readonly<Record<string, string>> = {
  visualization: '7.10.0',
  dashboard: '7.9.3',
  'index-pattern': '7.6.0',
  search: '7.9.3',
}
const last717: Readonly<Record<string, string>> = {
  visualization: '7.17.0',
  dashboard: '7.17.3',
  'index-pattern': '7.11.0',
  search: '7.9.3',
}

/** Types that the played Kibana can import and export. */
export function knownTypes(flavour: Flavour): readonly string[] {
  const types = ['dashboard', 'index-pattern', 'search', 'visualization']
  return isAtLeast(flavour, '7.11') ? [...types, 'lens', 'map'] : types
}

const searchSource = ['kibanaSavedObjectMeta']
const strictAttributes: Readonly<Record<string, readonly string[]>> = {
  dashboard: ['title', 'description', 'hits', 'version', 'optionsJSON', 'panelsJSON', 'timeRestore', 'timeFrom', 'timeTo', 'refreshInterval', ...searchSource], // prettier-ignore
  visualization: ['title', 'description', 'version', 'uiStateJSON', 'visState', 'savedSearchRefName', ...searchSource], // prettier-ignore
  search: ['title', 'description', 'hits', 'columns', 'sort', 'grid', 'hideChart', 'version', ...searchSource], // prettier-ignore
}

/** An attribute that the mapping of a type does not have; data views take any. */
export function strayAttribute(
  flavour: Flavour,
  type: string,
  attributes: Readonly<Record<string, unknown>>,
): string | undefined {
  const known = [
    ...(strictAttributes[type] ?? Object.keys(attributes)),
    ...(isAtLeast(flavour, '8.0') ? ['controlGroupInput'] : []),
  ]
  return Object.keys(attributes).find((name) => !known.includes(name))
}
