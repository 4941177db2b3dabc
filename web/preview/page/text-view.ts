import type { TextBlock, TextRun } from '../../../dashboards/panels/picture.ts'
import { element } from './element.ts'

/** Headings and paragraphs; its links lead to other dashboards of the page. */
export function textView(blocks: readonly TextBlock[]): HTMLElement {
  return element('div', { class: 'text' }, ...blocks.map(blockView))
}

/** Below the title of the panel, which is an `h2`. */
function blockView({ level, runs }: TextBlock): HTMLElement {
  const parts = runs.map(runView)
  return level === 0 ? element('p', {}, ...parts) : element('h3', {}, ...parts)
}

function runView({ text, isBold, dashboard }: TextRun): Node | string {
  if (dashboard !== undefined) {
    const address = `?${new URLSearchParams({ dashboard }).toString()}`
    return element('a', { href: address }, text)
  }
  return isBold === true ? element('strong', {}, text) : text
}
