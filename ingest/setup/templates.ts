import { firstIndexVersion } from '../../contracts/catalogue.ts'
import {
  concreteIndexOf,
  type IndexDefinition,
  templateNameOf,
} from '../../contracts/index-definition.ts'
import { buildingTemplateOf, type IndexTemplate, templateOf } from '../../contracts/mapping.ts'
import {
  type Difference,
  flatSettings,
  mappingDifferences,
  settingDifferences,
} from './difference.ts'
import { type Finding } from './finding.ts'
import { type IndexStore, type StoredTemplate } from './index-store.ts'
import { type SetUpVersion } from './meta.ts'

/**
 * Makes the index templates that are missing, and the indices that are not cut by time or may stay
 * empty; adds fields that templates and indices lack.
 *
 * What holds documents is otherwise left alone: a field cannot change its kind in an index, and a
 * template of another kind would make the next month unlike the last.
 *
 * @throws PipelineError of `elasticsearch.…` when it does not answer or refuses.
 */
export async function setUpIndices(
  store: IndexStore,
  definitions: readonly IndexDefinition[],
  version: SetUpVersion,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const definition of definitions) {
    const { name, template } = wantedTemplate(definition, version)
    const indices = await store.mappingsOf(template.index_patterns)
    findings.push(await setUpTemplate(store, { name, template, hasIndices: indices.size > 0 }))
    for (const [index, mapping] of indices) {
      const finding = await setUpMapping(store, index, { mapping, template })
      if (definition.period === 'none' || finding.outcome !== 'unchanged') findings.push(finding)
    }
    const first = indices.size === 0 ? firstIndexOf(definition, version) : undefined
    if (first !== undefined) {
      await store.createIndex(first)
      findings.push({ kind: 'index', name: first, outcome: 'made', details: [] })
    }
  }
  return findings
}

function wantedTemplate(
  definition: IndexDefinition,
  setUp: SetUpVersion,
): { readonly name: string; readonly template: IndexTemplate } {
  const isBuilding = definition.nature === 'derived' && setUp.state === 'building'
  const version = versionOf(definition, setUp)
  const make = isBuilding ? buildingTemplateOf : templateOf
  return { name: templateNameOf(definition, version), template: make(definition, version) }
}

/** What is not made from the log is not rebuilt either: it is live, in its first version. */
function versionOf({ nature }: IndexDefinition, { indexVersion }: SetUpVersion): number {
  return nature === 'derived' ? indexVersion : firstIndexVersion
}

/** The index that is made before anything is written to it; undefined: the first document does. */
function firstIndexOf(definition: IndexDefinition, setUp: SetUpVersion): string | undefined {
  const { period, mayStayEmpty = false } = definition
  if (period !== 'none' && !mayStayEmpty) return undefined
  return concreteIndexOf(definition, versionOf(definition, setUp), new Date().toISOString())
}

interface WantedTemplate {
  readonly name: string
  readonly template: IndexTemplate
  readonly hasIndices: boolean
}

async function setUpTemplate(
  store: IndexStore,
  { name, template, hasIndices }: WantedTemplate,
): Promise<Finding> {
  const found = await store.findTemplate(name)
  const differences = found ? templateDifferences(found, template) : []
  const details = differences.map(({ text }) => text)
  if (found && details.length === 0) {
    return { kind: 'template', name, outcome: 'unchanged', details }
  }
  if (hasIndices && !differences.every(({ isAddition }) => isAddition)) {
    return { kind: 'template', name, outcome: 'differs', details, action: rebuildAction }
  }
  await store.putTemplate(name, withSettingsOf(found, template))
  return { kind: 'template', name, outcome: found ? 'updated' : 'made', details }
}

const rebuildAction = 'run `tally rebuild`, which fills new indices beside these'

/** What is different about a template that exists. */
function templateDifferences(
  found: StoredTemplate,
  { index_patterns: patterns, priority, template }: IndexTemplate,
): readonly Difference[] {
  const other = (what: string, came: unknown, wanted: unknown): Difference[] => {
    const [isText, wantedText] = [JSON.stringify(came), JSON.stringify(wanted)]
    return isText === wantedText
      ? []
      : [{ text: `${what} ${isText}, expected ${wantedText}`, isAddition: false }]
  }
  return [
    ...other('index_patterns', [...found.patterns].sort(), [...patterns].sort()),
    ...other('priority', Number(found.priority), priority),
    ...aliasDifferences(found.aliases, Object.keys(template.aliases)),
    ...other('dynamic', String(found.dynamic), template.mappings.dynamic),
    ...settingDifferences(found.settings, template.settings),
    ...mappingDifferences(found.properties, template.mappings.properties),
  ]
}

/** An alias that is missing can be added: a rebuild that was interrupted leaves such a template. */
function aliasDifferences(found: readonly string[], wanted: readonly string[]): Difference[] {
  const missing = wanted.filter((alias) => !found.includes(alias))
  const strange = found.filter((alias) => !wanted.includes(alias))
  return [
    ...missing.map((alias) => ({ text: `no alias ${alias}`, isAddition: true })),
    ...strange.map((alias) => ({ text: `unexpected alias ${alias}`, isAddition: false })),
  ]
}

/** Settings that an administrator has put into the template beside ours stay. */
function withSettingsOf(found: StoredTemplate | undefined, wanted: IndexTemplate): IndexTemplate {
  const settings = { ...flatSettings(found?.settings), ...flatSettings(wanted.template.settings) }
  return { ...wanted, template: { ...wanted.template, settings } }
}

async function setUpMapping(
  store: IndexStore,
  name: string,
  { mapping, template }: { readonly mapping: unknown; readonly template: IndexTemplate },
): Promise<Finding> {
  const { properties } = template.template.mappings
  const differences = mappingDifferences(mapping, properties)
  const details = differences.map(({ text }) => text)
  if (details.length === 0) return { kind: 'index', name, outcome: 'unchanged', details }
  if (!differences.every(({ isAddition }) => isAddition)) {
    return { kind: 'index', name, outcome: 'differs', details, action: rebuildAction }
  }
  await store.addFields(name, properties)
  return { kind: 'index', name, outcome: 'updated', details }
}
