import type { TextBlock, TextPicture, TextRun } from '../../../../dashboards/panels/picture.ts'
import { element } from '../elements/element.ts'
import { icon } from '../elements/icon.ts'
import type { PictureView } from './picture-view.ts'

/** Text of a dashboard's author; its links lead to other dashboards of the page, or into the web. */
export class TextView implements PictureView<TextPicture> {
  readonly root = element('div', { class: 'text', tabindex: '0' })

  constructor(title: string) {
    // It scrolls when it is longer than its panel.
    this.root.setAttribute('role', 'group')
    this.root.setAttribute('aria-label', title)
  }

  show({ blocks }: TextPicture): void {
    this.root.replaceChildren(...blocks.map(blockView))
  }

  redraw(): void {
    // It is drawn in the size and theme of the moment by the browser.
  }

  dispose(): void {
    // It holds nothing that outlives it.
  }
}

function blockView(block: TextBlock): HTMLElement {
  switch (block.kind) {
    case 'heading':
      return element(headingOf(block.level), {}, ...block.runs.map(runView))
    case 'paragraph':
      return element('p', {}, ...block.runs.map(runView))
    case 'list': {
      const items = block.items.map((item) => element('li', {}, ...item.map(blockView)))
      return element(block.isOrdered ? 'ol' : 'ul', {}, ...items)
    }
    case 'quote':
      return element('blockquote', {}, ...block.blocks.map(blockView))
    case 'code':
      return element('pre', {}, element('code', {}, block.text))
    case 'rule':
      return element('hr')
    case 'table':
      return tableBlock(block)
  }
}

/** Below the title of the panel, which is an `h2`. */
function headingOf(level: number): 'h3' | 'h4' | 'h5' | 'h6' {
  const names = ['h3', 'h4', 'h5', 'h6'] as const
  return names[Math.min(level, names.length) - 1] ?? 'h3'
}

function tableBlock({ head, rows }: TextBlock & { kind: 'table' }): HTMLElement {
  const heads = head.map((runs) => element('th', { scope: 'col' }, ...runs.map(runView)))
  const lines = rows.map((row) =>
    element('tr', {}, ...row.map((runs) => element('td', {}, ...runs.map(runView)))),
  )
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...lines),
  )
}

function runView(run: TextRun): Node {
  let content: Node = document.createTextNode(run.text)
  if (run.isCode === true) content = element('code', {}, content)
  if (run.isStruck === true) content = element('s', {}, content)
  if (run.isItalic === true) content = element('em', {}, content)
  if (run.isBold === true) content = element('strong', {}, content)
  if (run.link === undefined) return content
  return run.link.kind === 'web' ? webLink(run.link.url, content) : dashboardLink(run.link.id, content) // prettier-ignore
}

function dashboardLink(dashboard: string, content: Node): HTMLElement {
  return element('a', { href: `?${new URLSearchParams({ dashboard }).toString()}` }, content)
}

/** It says that it leaves the page, to eyes and to screen readers. */
function webLink(url: string, content: Node): HTMLElement {
  return element(
    'a',
    {
      href: url,
      target: '_blank',
      rel: 'noopener noreferrer',
      title: `Leaves the preview: ${url}`,
    },
    content,
    icon('leave'),
    element('span', { class: 'unseen' }, ' (leaves the preview)'),
  )
}
