import { type MarkedToken, type Token } from 'marked'
import { type TextRun } from './picture.ts'

type Style = Omit<TextRun, 'text'>

/** Bold in italic in a link is three; what is nested deeper is shown as it is written. */
const nestingMax = 8

/** A line of text as parts that look the same throughout; neighbours that look alike are one. */
export function textRuns(tokens: readonly Token[]): TextRun[] {
  return joined(runsOf(tokens, {}, 1))
}

export function plainText(text: string): TextRun {
  return { text }
}

function runsOf(tokens: readonly Token[], style: Style, depth: number): TextRun[] {
  return (tokens as readonly MarkedToken[]).flatMap((token) =>
    depth > nestingMax ? [{ ...style, text: token.raw }] : textRun(token, style, depth),
  )
}

function textRun(token: MarkedToken, style: Style, depth: number): TextRun[] {
  const { type } = token
  if (type === 'strong' || type === 'em' || type === 'del') {
    return runsOf(token.tokens, { ...style, ...styles[type] }, depth + 1)
  }
  if (type === 'link') return runsOf(token.tokens, { ...style, ...linkTo(token.href) }, depth + 1)
  if (type === 'text' && token.tokens !== undefined) return runsOf(token.tokens, style, depth + 1)
  if (type === 'codespan') return [{ ...style, text: token.text, isCode: true }]
  return [{ ...style, text: plainOf(token) }]
}

const styles = {
  strong: { isBold: true },
  em: { isItalic: true },
  del: { isStruck: true },
} as const satisfies Record<string, Style>

/** HTML, and whatever else has no style of its own, is shown as it is written. */
function plainOf(token: MarkedToken): string {
  const { type, raw } = token
  if (type === 'escape') return token.text
  if (type === 'br') return '\n'
  return type === 'text' || type === 'image' ? withoutEntities(token.text) : raw
}

/** Where a link leads, when that is a place that a page may open; otherwise it is only its text. */
function linkTo(href: string): Pick<TextRun, 'link'> {
  const id = /^(?:\/app\/dashboards)?#\/view\/([^?/#]+)/.exec(href)?.[1]
  if (id !== undefined) return { link: { kind: 'dashboard', id: decoded(id) } }
  const url = URL.canParse(href) ? new URL(href) : undefined
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  return isWeb ? { link: { kind: 'web', url: url.href } } : {}
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00A0',
}

/** Once: `&amp;lt;` is the text `&lt;`. */
function withoutEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? entity)
}

function joined(runs: readonly TextRun[]): TextRun[] {
  return runs.reduce<TextRun[]>((all, run) => {
    const last = all.at(-1)
    if (last === undefined || !looksLike(last, run)) return [...all, run]
    return [...all.slice(0, -1), { ...last, text: last.text + run.text }]
  }, [])
}

function looksLike(
  { text: _one, ...style }: TextRun,
  { text: _other, ...other }: TextRun,
): boolean {
  return JSON.stringify(style) === JSON.stringify(other)
}
