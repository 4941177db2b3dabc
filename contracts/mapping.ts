import { type Field, type FieldGroup, type FieldList, type Fields } from './field.ts'
import { aliasOf, type IndexDefinition, templateNameOf } from './index-definition.ts'

/** One entry of Elasticsearch's `properties`. */
export interface MappingProperty {
  readonly type?: string
  readonly [parameter: string]: unknown
}

export interface IndexTemplate {
  readonly index_patterns: readonly string[]
  readonly priority: number
  readonly template: {
    readonly settings: Readonly<Record<string, unknown>>
    readonly mappings: {
      readonly dynamic: 'strict'
      readonly properties: Readonly<Record<string, MappingProperty>>
    }
    readonly aliases: Readonly<Record<string, object>>
  }
}

/**
 * The index template of one index version.
 *
 * The mapping is strict: a field that the contract does not name is refused by Elasticsearch, so a
 * document and its contract cannot drift apart unseen. `auto_expand_replicas` keeps a single node
 * green and gives a cluster a copy of each shard.
 */
export function templateOf(definition: IndexDefinition, indexVersion: number): IndexTemplate {
  const name = templateNameOf(definition, indexVersion)
  return {
    index_patterns: [definition.period === 'none' ? name : `${name}-*`],
    priority: 500,
    template: {
      settings: {
        index: {
          number_of_shards: '1',
          auto_expand_replicas: '0-1',
          refresh_interval: '1s',
        },
      },
      mappings: { dynamic: 'strict', properties: propertiesOf(definition.fields) },
      aliases: { [aliasOf(definition)]: {} },
    },
  }
}

/** The same for a version that nobody reads yet: its indices are not behind the alias. */
export function buildingTemplateOf(
  definition: IndexDefinition,
  indexVersion: number,
): IndexTemplate {
  const { template, ...others } = templateOf(definition, indexVersion)
  return { ...others, template: { ...template, aliases: {} } }
}

function propertiesOf(fields: Fields): Record<string, MappingProperty> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, entry]) => [name, propertyOf(entry)]),
  )
}

function propertyOf(entry: Field | FieldGroup | FieldList): MappingProperty {
  if (entry.kind === 'group' || entry.kind === 'list') {
    return { properties: propertiesOf(entry.members) }
  }
  return fieldPropertyOf(entry)
}

function fieldPropertyOf({ kind, lengthMax }: Field): MappingProperty {
  switch (kind) {
    case 'keyword':
      return { type: 'keyword', ignore_above: lengthMax }
    case 'date':
      return { type: 'date', format: 'strict_date_time' }
    case 'unindexed':
      return { type: 'object', enabled: false }
    case 'long':
    case 'double':
    case 'byte':
    case 'boolean':
    case 'geo_point':
      return { type: kind }
  }
}
