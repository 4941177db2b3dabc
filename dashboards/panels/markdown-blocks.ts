import { type MarkedToken, type Token } from 'marked'
import { plainText, textRuns } from './markdown-runs.ts'
import { type TextBlock } from './picture.ts'

/** What is nested deeper, in quotes and lists, is shown as it is written. */
const nestingMax = 8

/** The blocks of a text; HTML in it is shown as it is written. */
export function textBlocks(tokens: readonly Token[], depth = 1): TextBlock[] {
  // marked's own type of a token leaves room for those of extensions, of which there are none.
  return (tokens as readonly MarkedToken[]).flatMap((token) => textBlock(token, depth))
}

function textBlock(token: MarkedToken, depth: number): TextBlock[] {
  const { type } = token
  if (type === 'list' || type === 'blockquote') {
    return depth >= nestingMax ? asWritten(token.raw) : nested(token, depth + 1)
  }
  if (type === 'heading') {
    return [{ kind: 'heading', level: token.depth, runs: textRuns(token.tokens) }]
  }
  if (type === 'paragraph') return [{ kind: 'paragraph', runs: textRuns(token.tokens) }]
  if (type === 'text') return [{ kind: 'paragraph', runs: textRuns(token.tokens ?? [token]) }]
  return blockWithoutText(token)
}

/** Empty lines and definitions of links show nothing; whatever else there is stands in lines. */
function blockWithoutText(token: MarkedToken): TextBlock[] {
  const { type } = token
  if (type === 'table') return [tableOf(token)]
  if (type === 'code') return [{ kind: 'code', text: token.text }]
  if (type === 'hr') return [{ kind: 'rule' }]
  if (type === 'html') return asWritten(token.raw)
  return type === 'checkbox' ? asWritten(token.checked ? '☑' : '☐') : []
}

function tableOf({ header, rows }: Extract<MarkedToken, { type: 'table' }>): TextBlock {
  return {
    kind: 'table',
    head: header.map(({ tokens }) => textRuns(tokens)),
    rows: rows.map((row) => row.map(({ tokens }) => textRuns(tokens))),
  }
}

function nested(
  token: Extract<MarkedToken, { type: 'list' | 'blockquote' }>,
  depth: number,
): TextBlock[] {
  if (token.type === 'blockquote') {
    return [{ kind: 'quote', blocks: textBlocks(token.tokens, depth) }]
  }
  const items = token.items.map(({ tokens }) => textBlocks(tokens, depth))
  return [{ kind: 'list', isOrdered: token.ordered, items }]
}

function asWritten(raw: string): TextBlock[] {
  const text = raw.trim()
  return text === '' ? [] : [{ kind: 'paragraph', runs: [plainText(text)] }]
}
