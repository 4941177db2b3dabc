import { z } from 'zod'
import { checked } from './checked.ts'
import { type Picture, type TextBlock, type TextRun } from './picture.ts'

/** Text of a dashboard's author. */
export interface MarkdownPanel {
  readonly kind: 'markdown'
  readonly text: string
}

const Parameters = z.object({ markdown: z.string().max(100_000) })

/** @throws PipelineError `dashboards.invalid` when there is no text. */
export function readMarkdownPanel(params: unknown): MarkdownPanel {
  return { kind: 'markdown', text: checked(Parameters, params).markdown }
}

const link = /\[(?<label>[^\]]*)\]\((?<target>[^)\s]*)\)/

/** Where the links of a text lead to, as they are written. */
export function linksOf({ text }: MarkdownPanel): string[] {
  return [...text.matchAll(new RegExp(link, 'g'))].map(({ groups }) => groups?.['target'] ?? '')
}

/** The dashboard that a link leads to, in the form that works in every Kibana: `#/view/<id>`. */
export function linkedDashboard(target: string): string | undefined {
  return /^#\/view\/([^?/#]+)/.exec(target)?.[1]
}

/** Headings, paragraphs, bold text and links; whatever else is in it is shown as it is written. */
export function markdownPicture({ text }: MarkdownPanel): Picture {
  const blocks = text
    .split(/\n{2,}|\n(?=#)|(?<=^#.*)\n/m)
    .map((block) => block.trim())
    .filter((block) => block !== '')
  return { kind: 'text', blocks: blocks.map(textBlock) }
}

function textBlock(block: string): TextBlock {
  const heading = /^(#{1,6})\s+(.*)$/s.exec(block)
  const [level, text] = heading === null ? [0, block] : [heading[1]?.length ?? 1, heading[2] ?? '']
  return { level, runs: textRuns(text) }
}

/** The parts in their order, each by what it is. */
function textRuns(text: string): TextRun[] {
  const parts = text.split(/(\*\*[^*]+\*\*|\[[^\]]*\]\([^)\s]*\))/)
  return parts.filter((part) => part !== '').map(textRun)
}

function textRun(part: string): TextRun {
  const { label, target } = link.exec(part)?.groups ?? {}
  if (label === undefined || target === undefined) {
    return part.startsWith('**') && part.endsWith('**') && part.length > 4
      ? { text: part.slice(2, -2), isBold: true }
      : { text: part }
  }
  const dashboard = linkedDashboard(target)
  return dashboard === undefined ? { text: label } : { text: label, dashboard }
}
