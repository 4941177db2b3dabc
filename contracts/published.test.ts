import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import { describe, expect, test } from 'vitest'
import { topics } from './catalogue.ts'
import { deadLettersTopic } from './dead-letter.ts'
import { personalPaths } from './personal.ts'
import { readGoldenEvents } from './publish/golden-events.ts'
import { publishedFiles } from './publish/published-files.ts'

const checkout = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
  version: string
}
const goldens = readGoldenEvents(join(checkout, 'contracts/golden'))
const files = publishedFiles(version, goldens)

describe('what is published of the contracts', () => {
  test.each(files.map(({ path, text }) => [path, text]))(
    '%s is committed as the contracts say (else: npx tally contracts build)',
    (path, text) => {
      expect(readFileSync(join(checkout, path), 'utf8')).toBe(text)
    },
  )

  test('holds nothing of an event that no longer exists', () => {
    const committed = readdirSync(join(checkout, 'contracts/published'))

    expect(committed.map((name) => `contracts/published/${name}`).sort()).toEqual(
      files
        .map(({ path }) => path)
        .filter((path) => path.startsWith('contracts/'))
        .sort(),
    )
  })

  // The parser takes a second or two alone, and several on a machine that is busy.
  test(
    'the AsyncAPI document is valid and says all about every topic',
    { timeout: 60_000 },
    async () => {
      const source = textOf('asyncapi.json')

      const { document, diagnostics } = await new Parser().parse(source)

      // 0 is an error and 1 a warning.
      expect(diagnostics.filter(({ severity }) => [0, 1].includes(severity))).toEqual([])
      const channels = document?.allChannels().all() ?? []
      expect(channels.map((channel) => channel.address())).toEqual(topics.map(({ name }) => name))
      const bindings = channels.map(
        (channel) => channel.bindings().get('kafka')?.value() as Record<string, unknown>,
      )
      expect(bindings.map(({ partitions }) => partitions)).toEqual(
        topics.map((it) => it.partitions),
      )
      for (const [at, { settings }] of topics.entries()) {
        const published = Object.entries(bindings[at]?.['topicConfiguration'] as object)
        expect(Object.fromEntries(published.map(([name, it]) => [name, String(it)]))).toEqual(
          settings,
        )
      }
      const operations = document?.allOperations().all() ?? []
      expect(operations.map((operation) => [operation.action(), operation.id()])).toEqual(
        topics.map(({ name }) => {
          const id = name.replaceAll('.', '-')
          return name === deadLettersTopic.name
            ? ['send', `append-${id}`]
            : ['receive', `read-${id}`]
        }),
      )
      const messages = document?.allMessages().all() ?? []
      expect(messages.map((message) => message.name())).toEqual([
        ...topics.flatMap((topic) => topic.events.map(({ type }) => type)),
        deadLettersTopic.name,
      ])
    },
  )

  test('personal fields are marked in the schemas', () => {
    for (const { type, schema } of topics.flatMap((topic) => topic.events)) {
      const marks = textOf(`${type}.schema.json`).match(/"x-personal": true/g) ?? []

      expect(marks, type).toHaveLength(personalPaths(schema).length)
    }
  })

  test('every field of every event says what it means', () => {
    const pages = textOf('docs/events.md').split('\n')

    const fieldRows = pages.filter((line) => line.startsWith('| `'))
    const wordless = fieldRows.filter((line) => line.endsWith('|  |'))

    expect(fieldRows.length).toBeGreaterThan(70)
    expect(wordless).toEqual([])
  })

  test('nothing in the pages is taken for HTML', () => {
    for (const page of ['docs/events.md', 'docs/fields.md']) {
      const withoutCode = textOf(page).replaceAll(/`[^`]*`/g, '')

      expect(withoutCode.match(/<(?!!--)[^>]*>/g), page).toBeNull()
    }
  })

  test('the same contracts give the same bytes', () => {
    expect(publishedFiles(version, goldens)).toEqual(files)
  })
})

function textOf(end: string): string {
  return files.find(({ path }) => path.endsWith(end))?.text ?? ''
}
