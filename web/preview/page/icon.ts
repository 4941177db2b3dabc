/** Drawn on a field of 24 by 24. */
const paths = {
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 7.5v.5',
  figures: 'M4 5h16v14H4ZM4 10h16M4 14.5h16M10 10v9',
  leave: 'M9 5H5v14h14v-4M13 4h7v7M20 4l-9 9',
  refresh: 'M20 11a8 8 0 1 0-2.3 6.3M20 4v7h-7',
}

/** A line drawing in the colour of the text beside it; hidden from screen readers. */
export function icon(name: keyof typeof paths): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg'
  const drawing = document.createElementNS(namespace, 'svg')
  const path = document.createElementNS(namespace, 'path')
  drawing.setAttribute('viewBox', '0 0 24 24')
  drawing.setAttribute('class', 'icon')
  drawing.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', paths[name])
  drawing.append(path)
  return drawing
}
