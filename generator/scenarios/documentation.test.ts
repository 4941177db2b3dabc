import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageFolder } from '../../runtime/paths.ts'
import { Scenario } from './scenario.ts'

const page = await readFile(join(packageFolder, 'docs/how-to/write-a-scenario.md'), 'utf8')

/** Every name of a field and every word that may stand for a value. */
function wordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([name, part]: [string, unknown]) => {
    if (name === 'properties') return [...Object.keys(part as object), ...wordsOf(part)]
    if (name === 'enum') return part as string[]
    if (name === 'const') return [String(part)]
    return wordsOf(part)
  })
}

describe('docs/how-to/write-a-scenario.md', () => {
  it('names every field and every word of a scenario', () => {
    const words = new Set(wordsOf(z.toJSONSchema(Scenario, { io: 'input' })))

    expect(words.size).toBeGreaterThan(40)
    expect([...words].filter((word) => !page.includes(`\`${word}\``) && !page.includes(`${word}:`))).toEqual([]) // prettier-ignore
  })

  it('has an example that is accepted', () => {
    const [, example = ''] = /```yaml\n([^`]+)```/.exec(page) ?? []

    expect(Scenario.safeParse(parse(example)).error).toBeUndefined()
  })
})
