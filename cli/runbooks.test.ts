import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runbookOf, runbooksFolder } from '../contracts/runbook.ts'
import { packageFolder } from '../runtime/paths.ts'
import { deadLinks } from '../test/dead-links.ts'
import { tallyProblem } from '../test/documented-command.ts'
import { readPage } from '../test/markdown-page.ts'
import { codesWithRunbook, runbookTable } from './runbook-table.ts'

const codes = codesWithRunbook.flatMap(([, each]) => each)
const files = readdirSync(join(packageFolder, runbooksFolder)).sort()
const pages = files.map((file): [file: string, text: string] => [
  file,
  readFileSync(join(packageFolder, runbooksFolder, file), 'utf8'),
])
const runbooks = pages.filter(([file]) => file !== 'README.md')

const sections = [
  'What you see',
  'What it means for the data',
  'What to check',
  'What to do',
  'When it is over',
]

/** Commands of ours in blocks of shell and in the text, as they would be typed. */
function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.split('\n'),
  )
  const inText = [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].map(
    ([, span = '']) => span,
  )
  return [...blocks, ...inText]
    .flatMap((line) => line.split('&&'))
    .map((line) => line.trim().replace(/^npx /, ''))
    .filter((line) => line.startsWith('tally '))
}

function problemWith(line: string): string | undefined {
  return tallyProblem(line.split(/\s+/).slice(1))
}

describe('the runbooks', () => {
  test('are one for each code, and none for anything else', () => {
    const named = codes.map((code) => runbookOf(code).slice(runbooksFolder.length + 1))

    expect(new Set(codes).size).toBe(codes.length)
    expect(runbooks.map(([file]) => file)).toEqual([...named].sort())
  })

  test('are in a table that names them all (else: npx tally contracts build)', () => {
    const { path, text } = runbookTable(packageFolder)

    expect(readFileSync(join(packageFolder, path), 'utf8')).toBe(text)
  })

  test.each(runbooks)('%s says what it means, and what to do, in a page', (file, text) => {
    expect(text.startsWith(`# \`${file.replace(/\.md$/, '')}\`\n`)).toBe(true)
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual(sections)
    expect(text.split('\n').length).toBeLessThanOrEqual(45)
    expect(commandsIn(text).length).toBeGreaterThan(0)
  })

  test.each(pages)('%s names commands that there are', (_file, text) => {
    expect(commandsIn(text).map(problemWith).filter(Boolean)).toEqual([])
  })

  test.each(pages)('%s links to what is there', (file, text) => {
    expect(deadLinks(readPage(`${runbooksFolder}/${file}`, text))).toEqual([])
  })
})

describe('a command of a page', () => {
  test.each([
    ['tally rebuild --drop-odl', '--drop-odl: no such option; did you mean --drop-old?'],
    ['tally dead-letters replay --code nonsense', expect.stringContaining('nonsense')],
    ['tally audit now', 'takes 0 operands, got 1'],
    ['tally rebuild --drop-old', undefined],
    ['tally help settings', undefined],
  ])('is held against the commands: %s', (line, problem) => {
    const found = problemWith(line)

    if (typeof problem === 'string' || problem === undefined) expect(found).toBe(problem)
    else expect(found).toBeDefined()
  })
})
