import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deadLetterCodes } from '../contracts/dead-letter.ts'
import { type PublishedFile } from '../contracts/publish/file.ts'
import { pageHead, table, words } from '../contracts/publish/markdown.ts'
import { runbookOf, runbooksFolder } from '../contracts/runbook.ts'
import { symptomCodes } from '../ingest/health.ts'
import { problemCodes } from '../runtime/problem.ts'

/** Every code that has a runbook, by who says it. */
export const codesWithRunbook: readonly (readonly [title: string, codes: readonly string[]])[] = [
  ['Failures of a command', problemCodes],
  ['Symptoms of a worker', symptomCodes],
  ['Causes of dead letters', Object.keys(deadLetterCodes)],
]

const introduction = [
  'A page for each code: what it means, what it means for the data, what to check, what to do, and when it is over. `tally` names the page when it ends with a failure, `/health/ready` for each symptom, the log of a worker with each trouble, and `tally dead-letters show` for a cause.',
  '',
]

/**
 * The table of all runbooks, with their first sentences.
 *
 * @param folder of the checkout that holds them
 * @throws Error of the file system where one is missing
 */
export function runbookTable(folder: string): PublishedFile {
  const sections = codesWithRunbook.flatMap(([title, codes]) => [
    `## ${title}`,
    '',
    ...table(
      ['Code', 'Means'],
      codes.map((code) => [`[\`${code}\`](${code}.md)`, words(meaningOf(code, folder))]),
    ),
    '',
  ])
  const lines = [...pageHead('Runbooks'), ...introduction, ...sections]
  return { path: `${runbooksFolder}/README.md`, text: lines.join('\n') }
}

/** The paragraph below the title. */
function meaningOf(code: string, folder: string): string {
  const [, meaning = ''] = readFileSync(join(folder, runbookOf(code)), 'utf8').split('\n\n')
  return meaning
}
