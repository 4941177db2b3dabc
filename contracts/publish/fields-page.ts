import { type Field, leaves } from '../field.ts'
import { aliasOf, type IndexDefinition } from '../index-definition.ts'
import { type PublishedFile } from './file.ts'
import { code, pageHead, table, words } from './markdown.ts'

/** docs/fields.md: every index with its fields. */
export function fieldsPage(indices: readonly IndexDefinition[]): PublishedFile {
  const lines = [
    ...pageHead('Fields'),
    'What is in Elasticsearch, by the alias under which it is read. A document has no other fields: the mappings are strict. The events it is made from: [events.md](events.md).',
    '',
    '**Type** is the type of the mapping; *keyword ≤ 64* is text that is matched whole, of at most 64 UTF-16 code units, *unindexed* is shown and cannot be searched. **Always**: whether every document has it. Times are UTC.',
    ...indices.flatMap(indexSection),
  ]
  return { path: 'docs/fields.md', text: `${lines.join('\n')}\n` }
}

const periods = { none: 'one index', month: 'one index a month', day: 'one index a day' } as const
const natures = {
  derived: 'A function of the log, rebuilt from it at will',
  operational: 'Not in the log, so never rebuilt',
} as const

const head = ['Field', 'Type', 'Always', 'Label', 'Meaning', 'Unit', 'Example', 'Personal']

function indexSection(definition: IndexDefinition): string[] {
  const rows = leaves(definition.fields).map(({ path, field, isOptional }) => {
    const { label, meaning, unit = '', example, isPersonal } = field.description
    const shown = typeof example === 'object' ? JSON.stringify(example) : String(example)
    return [
      code(path),
      typeText(field),
      isOptional ? '' : 'yes',
      words(label),
      words(meaning),
      words(unit),
      code(shown),
      isPersonal === true ? 'yes' : '',
    ]
  })
  return [
    '',
    `## ${aliasOf(definition)}`,
    '',
    `${definition.summary} ${natures[definition.nature]}; ${periods[definition.period]}.`,
    '',
    ...table(head, rows),
  ]
}

function typeText({ kind, values, lengthMax }: Field): string {
  if (values !== undefined) return `keyword: ${values.map(code).join(', ')}`
  return lengthMax === undefined ? kind : `${kind} ≤ ${lengthMax}`
}
