import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from '@asyncapi/parser'
import { describe, expect, test } from 'vitest'
import { topics } from './catalogue.ts'
import { publishedFiles } from './publish/published-files.ts'

const checkout = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
  version: string
}
const files = publishedFiles(version)

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

  test('the AsyncAPI document is valid and names every topic with its partitions', async () => {
    const source = files.find(({ path }) => path.endsWith('asyncapi.json'))?.text ?? ''

    const { document, diagnostics } = await new Parser().parse(source)

    // 0 is an error and 1 a warning.
    expect(diagnostics.filter(({ severity }) => [0, 1].includes(severity))).toEqual([])
    const channels = document?.allChannels().all() ?? []
    expect(channels.map((channel) => channel.address())).toEqual(topics.map(({ name }) => name))
    const partitions = channels.map(
      (channel) => (channel.bindings().get('kafka')?.value() as { partitions: number }).partitions,
    )
    expect(partitions).toEqual(topics.map((topic) => topic.partitions))
  })

  test('personal fields are marked in the schemas', () => {
    const registered = files.find(({ path }) => path.includes('customer.registered'))?.text ?? ''

    expect(registered.match(/"x-personal": true/g)).toHaveLength(4)
  })
})
