/** A word of a shell line, and whether it was written without quotes. */
interface ShellWord {
  readonly text: string
  readonly isBare: boolean
}

/**
 * The commands of a shell line, each as its words: cut at `&&`, `;`, `|` and `&`, comments and
 * redirections left out. As much of a shell as documentation uses.
 */
export function commandsIn(line: string): string[][] {
  const words = [...line.matchAll(/(?:"[^"]*"|'[^']*'|\$\([^)]*\)|\\.|[^\s"'\\])+/g)].map(
    ([word]) => word,
  )
  const commands: ShellWord[][] = [[]]
  for (const word of words) {
    if (word.startsWith('#')) break
    const isEnd = /^(?:&&|;|\|\|?|&)$/.test(word)
    if (isEnd) commands.push([])
    else commands.at(-1)?.push({ text: unquoted(word), isBare: !/["']/.test(word) })
  }
  return commands.map(withoutExtras).filter((command) => command.length > 0)
}

function unquoted(word: string): string {
  return word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2').replace(/;$/, '')
}

/** Without what stands before a command (`NAME=value`) and where its output goes (`> file`). */
function withoutExtras(words: readonly ShellWord[]): string[] {
  const begin = words.findIndex(({ text }) => !/^\w+=/.test(text))
  const own = begin === -1 ? [] : words.slice(begin)
  const end = own.findIndex(({ text, isBare }) => isBare && /^\d?[<>]/.test(text))
  return (end === -1 ? own : own.slice(0, end)).map(({ text }) => text)
}
