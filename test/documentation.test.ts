import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { deadLinks } from './dead-links.ts'
import { tallyProblem } from './documented-command.ts'
import { type MarkdownPage, readPage, readPages } from './markdown-page.ts'
import { commandsIn } from './shell-words.ts'

const pages = readPages()
const { scripts } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

/** Programs that documentation may name, beside our own. */
const others = new Set(
  'awk cd chmod cp curl df dmesg docker du echo export for free do done git grep gzip head id java jq kafka-acls.sh kafka-configs.sh kcat kill ls lsof mkdir mvn nc openssl pip ps python3 ss ssh sudo sysctl tail'.split(' '),
) // prettier-ignore

/** What is wrong with the commands of a page. */
function problemsOf({ commands: lines }: Pick<MarkdownPage, 'commands'>): string[] {
  return lines.flatMap(commandsIn).flatMap((words) => {
    const problem = problemWith(words)
    return problem === undefined ? [] : [`${words.join(' ')}: ${problem}`]
  })
}

function problemWith([program = '', ...rest]: readonly string[]): string | undefined {
  switch (program) {
    case 'npx':
      return rest[0] === 'tally' ? tallyProblem(rest.slice(1)) : npxProblem(rest)
    case 'tally':
      return tallyProblem(rest)
    case 'npm':
      return npmProblem(rest)
    case 'node':
      return nodeProblem(rest)
    default:
      return others.has(program) ? undefined : 'an unknown program'
  }
}

/** A file of ours, compiled or not, or one that the page tells its reader to write. */
function nodeProblem([file = '']: readonly string[]): string | undefined {
  const source = file.replace(/^dist\/(.*)\.js$/, '$1.ts')
  return file.endsWith('.mjs') || existsSync(join(packageFolder, source)) ? undefined : 'there is no such file' // prettier-ignore
}

const runners = ['vitest', 'oxlint', 'prettier']

function npxProblem([program = '', , ...rest]: readonly string[]): string | undefined {
  if (!runners.includes(program)) return 'an unknown program'
  const missing = rest.filter((word) => /[/.]/.test(word) && !existsSync(join(packageFolder, word)))
  return missing.length === 0 ? undefined : `there is no ${missing.join(', ')}`
}

function npmProblem([verb = '', name = '']: readonly string[]): string | undefined {
  if (['ci', 'install', 'audit', 'sbom', 'pack'].includes(verb)) return undefined
  const script = verb === 'run' ? name : verb
  return script in scripts ? undefined : 'there is no such script'
}

describe('every page of the documentation', () => {
  test.each(pages.map((page) => [page.path, page] as const))(
    '%s: its links lead somewhere, its commands exist',
    (_path, page) => {
      // prettier-ignore
      expect({ links: deadLinks(page), commands: problemsOf(page) }).toEqual({ links: [], commands: [] }) // prettier-ignore
    },
  )

  test('is linked from another one', () => {
    const linked = new Set(
      pages.flatMap(({ path, links }) =>
        links.map((target) => normalize(join(dirname(path), target.split('#')[0] ?? ''))),
      ),
    )
    const folders = new Set([...linked].map((path) => path.replace(/\/$/, '')))
    const alone = pages
      .map(({ path }) => path)
      .filter((path) => path !== 'README.md' && !linked.has(path) && !folders.has(dirname(path)))

    expect(alone).toEqual([])
  })
})

describe('these checks', () => {
  test.each([
    ['a page that is not there', '[x](docs/nowhere.md)'],
    ['a heading that is not there', '[x](#nowhere)'],
    ['a folder above the repository', '[x](../elsewhere.md)'],
  ])('find a link to %s', (_what, text) => {
    const page = readPage('README.md', `# Title\n\n${text}\n`)

    expect(deadLinks(page)).toHaveLength(1)
  })

  test.each([
    ['a command', '`tally setpu`', 'did you mean `tally setup`'],
    ['an option', '```sh\nnpx tally audit --legder run.ndjson\n```', 'did you mean --ledger'],
    ['an option on a continued line', '```sh\nnpx tally rebuild \\\n  --drop\n```', '--drop: no such option'], // prettier-ignore
    ['a script', '```sh\nnpm run lunch\n```', 'there is no such script'],
    [
      'a test file',
      '```sh\nnpx vitest run test/none.test.ts\n```',
      'there is no test/none.test.ts',
    ],
    ['a program behind another', '```sh\ncurl -s http://127.0.0.1 | jqq .\n```', 'an unknown program'], // prettier-ignore
  ])('find %s that does not exist', (_what, text, problem) => {
    expect(problemsOf(readPage('x.md', text)).join('\n')).toContain(problem)
  })

  test('take what a reader may type', () => {
    const text = '```sh\nA=1 npx tally audit --json > out.json && npm test # all\n```\n'

    expect(problemsOf(readPage('x.md', text))).toEqual([])
  })
})
