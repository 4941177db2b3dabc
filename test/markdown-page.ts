import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { packageFolder } from '../runtime/paths.ts'

/** A page of the documentation, as far as tests ask. */
export interface MarkdownPage {
  /** From the root of the repository. */
  readonly path: string
  /** Targets of links and images, in their order. */
  readonly links: readonly string[]
  /** What its headings are called in links: `#who-may`. */
  readonly anchors: ReadonlySet<string>
  /** Lines of shell blocks, continued ones joined, and `commands` in the text that a reader could type. */
  readonly commands: readonly string[]
}

/** Every page that the repository has, those of node_modules left out. */
export function readPages(): MarkdownPage[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: packageFolder, encoding: 'utf8' }) // prettier-ignore
  return listed
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => readPage(path, readFileSync(join(packageFolder, path), 'utf8')))
}

/** @param text of the page. */
export function readPage(path: string, text: string): MarkdownPage {
  const { prose, shell } = partsOf(text)
  const plain = prose.replaceAll(/`[^`\n]*`/g, '')
  return {
    path,
    links: [...plain.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target), // prettier-ignore
    anchors: anchorsOf(prose),
    commands: [...shellLines(shell), ...inlineCommands(prose)],
  }
}

/** Code blocks are no prose: what looks like a heading in them is a comment. */
function partsOf(text: string): { prose: string; shell: string[] } {
  const shell: string[] = []
  const prose = text.replaceAll(
    /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm,
    (_all, _indent: string, language: string, body: string) => {
      if (language === 'sh') shell.push(body)
      return ''
    },
  )
  return { prose, shell }
}

/** The second heading of a name has a number, as on GitHub: `#least-privileges-1`. */
function anchorsOf(prose: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const [, title = ''] of prose.matchAll(/^#{1,6}\s+(.*)$/gm)) {
    const anchor = anchorOf(title)
    const free = [anchor, ...[1, 2, 3, 4].map((number) => `${anchor}-${number}`)]
    anchors.add(free.find((candidate) => !anchors.has(candidate)) ?? anchor)
  }
  return anchors
}

/** As GitHub makes it of a heading. */
function anchorOf(title: string): string {
  return title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')
}

function shellLines(blocks: readonly string[]): string[] {
  return blocks
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** `tally audit` is a command; `tally-meta` and `tally <command>` are not. */
function inlineCommands(prose: string): string[] {
  return [...prose.matchAll(/`((?:npx tally|tally|npm run|npm) [^`\n<…]+)`/g)].flatMap(([, command = '']) => alternativesOf(command)) // prettier-ignore
}

/** `stack start|stop [--json]` stands for two commands, with a flag that may be left out. */
function alternativesOf(command: string): string[] {
  const plain = command.replaceAll(/[[\]]/g, '')
  const choice = /\S+(?:\|\S+)+/.exec(plain)?.[0]
  if (choice === undefined) return [plain]
  return choice.split('|').map((one) => plain.replace(choice, one))
}
