import { expect, test } from 'vitest'
import { withPreloads } from './module-preloads.ts'

const html = '<head>\n  </head>'

test('names every module that the page begins with, once', () => {
  const texts = new Map([
    [
      '/page/main.js',
      `import { a } from './frame/a.js';\nimport './b.js';\nconst later = import('./late.js');`,
    ],
    ['/page/frame/a.js', `import {\n  b,\n} from "../b.js";\nexport { main } from '../main.js';`],
    ['/page/b.js', ''],
    ['/page/late.js', ''],
  ])

  const links = withPreloads(html, texts).match(/href="[^"]+"/g)

  expect(links).toEqual(['href="/page/main.js"', 'href="/page/frame/a.js"', 'href="/page/b.js"'])
})

test('names none while the page is not compiled', () => {
  expect(withPreloads(html, new Map([['/theme.css', '']]))).toBe(html)
})
