import { Lexer, type Token } from 'marked'
import { z } from 'zod'
import { checked } from './checked.ts'
import { textBlocks } from './markdown-blocks.ts'
import { type TextBlock, type TextPicture } from './picture.ts'

/** Text of a dashboard's author. */
export interface MarkdownPanel {
  readonly kind: 'markdown'
  readonly blocks: readonly TextBlock[]
}

/** Marks that are never closed take marked quadratic time: at this length, three seconds. */
const textLengthMax = 10_000

const Parameters = z.object({ markdown: z.string().max(textLengthMax) })

/**
 * Reads Markdown as GitHub writes it (GFM), once, as data: nothing in it can become HTML.
 *
 * @throws PipelineError `dashboards.invalid` when there is no text, or too much.
 */
export function readMarkdownPanel(params: unknown): MarkdownPanel {
  return { kind: 'markdown', blocks: textBlocks(lexed(checked(Parameters, params).markdown)) }
}

function lexed(text: string): readonly Token[] {
  try {
    return new Lexer({ gfm: true }).lex(text)
  } catch (error) {
    // Thousands of quotes in each other are more than its stack holds.
    if (error instanceof RangeError) return [{ type: 'html', raw: text, text }]
    throw error
  }
}

export function markdownPicture({ blocks }: MarkdownPanel): TextPicture {
  return { kind: 'text', blocks }
}
