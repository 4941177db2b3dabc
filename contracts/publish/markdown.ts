/** First lines of a page that a program wrote. */
export function pageHead(title: string): string[] {
  return [
    `# ${title}`,
    '',
    '<!-- Made from contracts/ by `npx tally contracts build`. Do not edit. -->',
    '',
  ]
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

/** Words in a cell. A bare `<producer>` would be taken for HTML and vanish. */
export function words(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll('\n', ' ')
}

/** A name or value in a cell; empty for none. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``
}
