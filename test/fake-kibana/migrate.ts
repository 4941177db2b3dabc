import { type Flavour, isAtLeast, lastKnownVersion } from './flavour.ts'
import { type KeptObject } from './store.ts'

type Fields = Pick<KeptObject, 'attributes' | 'references' | 'versions'>

/**
 * What a newer Kibana makes of an object that it imports: enough of it that what comes back is never
 * what was sent.
 */
export function migrate(flavour: Flavour, type: string, object: Fields): Fields {
  if (!isAtLeast(flavour, '7.11')) return object
  const versions = versionsOf(flavour, type)
  const { attributes, references } = object
  if (type === 'visualization') {
    return { attributes: migrateVisualization(attributes), references, versions }
  }
  if (type !== 'dashboard') return { attributes, references, versions }
  const panels = JSON.parse(textOf(attributes['panelsJSON'], '[]')) as Record<string, unknown>[]
  const migrated = panels.map((panel) => ({
    ...panel,
    version: flavour,
    embeddableConfig: { ...(panel['embeddableConfig'] as object), enhancements: {} },
  }))
  // From 7.13 on the reference of a panel begins with its index.
  const renamed = references.map((reference) => {
    const panel = panels.find(({ panelRefName }) => panelRefName === reference.name)
    if (panel === undefined) return reference
    return { ...reference, name: `${String(panel['panelIndex'])}:${reference.name}` }
  })
  return {
    attributes: { ...attributes, panelsJSON: JSON.stringify(migrated) },
    references: renamed,
    versions,
  }
}

function migrateVisualization(attributes: KeptObject['attributes']): KeptObject['attributes'] {
  const state = JSON.parse(textOf(attributes['visState'], '{}')) as Record<string, unknown>
  const params = { ...(state['params'] as object), palette: { type: 'palette', name: 'default' } }
  return { ...attributes, visState: JSON.stringify({ ...state, params }) }
}

function versionsOf(flavour: Flavour, type: string): Record<string, unknown> {
  return isAtLeast(flavour, '8.8')
    ? { coreMigrationVersion: '8.8.0', typeMigrationVersion: '10.1.0', managed: false }
    : {
        coreMigrationVersion: flavour,
        migrationVersion: { [type]: lastKnownVersion(flavour, type) },
      }
}

function textOf(value: unknown, unset: string): string {
  return typeof value === 'string' ? value : unset
}
