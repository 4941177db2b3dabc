import { describe, expect, test } from 'vitest'
import { linkedDashboard, linksOf, markdownPicture, readMarkdownPanel } from './markdown-panel.ts'

const panel = readMarkdownPanel({
  markdown:
    '### Money\nWhat **moves**?\n\n[Customers](#/view/tally-customers) · [all](https://x.test)',
})

describe('a text', () => {
  test('is drawn as headings and paragraphs, with bold parts and links to dashboards', () => {
    expect(markdownPicture(panel)).toEqual({
      kind: 'text',
      blocks: [
        { level: 3, runs: [{ text: 'Money' }] },
        { level: 0, runs: [{ text: 'What ' }, { text: 'moves', isBold: true }, { text: '?' }] },
        {
          level: 0,
          runs: [
            { text: 'Customers', dashboard: 'tally-customers' },
            { text: ' · ' },
            { text: 'all' },
          ],
        },
      ],
    })
  })

  test('says where its links lead to', () => {
    expect(linksOf(panel)).toEqual(['#/view/tally-customers', 'https://x.test'])
    expect(linksOf(panel).map(linkedDashboard)).toEqual(['tally-customers', undefined])
  })
})
