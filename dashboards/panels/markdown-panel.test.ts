import { describe, expect, test } from 'vitest'
import { markdownPicture, readMarkdownPanel } from './markdown-panel.ts'

function blocksOf(markdown: string) {
  return markdownPicture(readMarkdownPanel({ markdown })).blocks
}

function runsOf(markdown: string) {
  const [block, ...others] = blocksOf(markdown)
  expect(others).toEqual([])
  return block?.kind === 'paragraph' ? block.runs : []
}

describe('a text', () => {
  test('is made of headings, paragraphs, lists, quotes, code, rules and tables', () => {
    const text =
      '### Money\nWhat **moves**?\n\n1. one\n2. two\n   - in it\n\n> said\n\n```\n<b>\n```\n\n---\n\n| A | B |\n|---|---|\n| 1 | *2* |'

    expect(blocksOf(text)).toEqual([
      { kind: 'heading', level: 3, runs: [{ text: 'Money' }] },
      {
        kind: 'paragraph',
        runs: [{ text: 'What ' }, { text: 'moves', isBold: true }, { text: '?' }],
      },
      {
        kind: 'list',
        isOrdered: true,
        items: [
          [paragraph('one')],
          [paragraph('two'), { kind: 'list', isOrdered: false, items: [[paragraph('in it')]] }],
        ],
      },
      { kind: 'quote', blocks: [paragraph('said')] },
      { kind: 'code', text: '<b>' },
      { kind: 'rule' },
      {
        kind: 'table',
        head: [[{ text: 'A' }], [{ text: 'B' }]],
        rows: [[[{ text: '1' }], [{ text: '2', isItalic: true }]]],
      },
    ])
  })

  test.each([
    ['[Customers](#/view/tally-customers)', { kind: 'dashboard', id: 'tally-customers' }],
    ['[x](/app/dashboards#/view/a%20b?_g=1)', { kind: 'dashboard', id: 'a b' }],
    ['[x](https://x.test/a "title")', { kind: 'web', url: 'https://x.test/a' }],
    ['<http://x.test>', { kind: 'web', url: 'http://x.test/' }],
    ['[x](javascript:alert(1))', undefined],
    ['[x](JaVaScRiPt&colon;alert(1))', undefined],
    ['[x](data:text/html,a)', undefined],
    ['[x](//x.test)', undefined],
    ['[x](/other)', undefined],
  ])('links %s to %j', (markdown, link) => {
    const [run] = runsOf(markdown)

    expect(run?.link).toEqual(link)
    expect(run?.text).not.toBe('')
  })

  test.each([
    ['a <b onclick="x">c</b>', 'a <b onclick="x">c</b>'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['![the bank](https://x.test/a.png)', 'the bank'],
    ['a &amp;lt; \\*b\\* ~c~', 'a &lt; *b* c'],
  ])('shows %s as %s', (markdown, text) => {
    expect(runsOf(markdown).map((run) => run.text).join('')).toBe(text) // prettier-ignore
  })

  test('combines styles', () => {
    expect(runsOf('**a *b ~~c~~* `d`**')).toEqual([
      { text: 'a ', isBold: true },
      { text: 'b ', isBold: true, isItalic: true },
      { text: 'c', isBold: true, isItalic: true, isStruck: true },
      { text: ' ', isBold: true },
      { text: 'd', isBold: true, isCode: true },
    ])
  })

  test.each([
    ['quotes', '>'.repeat(100)],
    ['more quotes than marked can read', '>'.repeat(9000)],
    ['lists', '- '.repeat(100)],
    ['emphasis', `${'*a **b '.repeat(50)}${'** *'.repeat(50)}`],
  ])('is nested eight deep at most: %s', (_what, markdown) => {
    expect(depthOf(blocksOf(markdown))).toBeLessThanOrEqual(8)
  })

  test('is refused when it is too long', () => {
    expect(() => blocksOf('a'.repeat(10_001))).toThrow('markdown: ')
  })
})

function paragraph(text: string) {
  return { kind: 'paragraph', runs: [{ text }] }
}

/** How many blocks are in each other. */
function depthOf(blocks: ReturnType<typeof blocksOf>): number {
  const depths = blocks.map((block) => {
    if (block.kind === 'quote') return 1 + depthOf(block.blocks)
    return block.kind === 'list' ? 1 + Math.max(0, ...block.items.map(depthOf)) : 1
  })
  return Math.max(0, ...depths)
}
