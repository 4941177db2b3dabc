/** Drawn on a field of 24 by 24. */
const paths = {
  back: 'M15 5l-7 7 7 7',
  calendar: 'M4 6h16v14H4ZM4 10h16M8 3v4M16 3v4',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  eye: 'M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  forward: 'M9 5l7 7-7 7',
  hidden:
    'M4 4l16 16M10 5.2A10 10 0 0 1 12 5c6 0 10 7 10 7a18 18 0 0 1-3 3.7M6.5 6.7A17 17 0 0 0 2 12s4 7 10 7a10 10 0 0 0 4.5-1.1',
  keyboard: 'M3 6h18v12H3ZM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 7.5v.5',
  figures: 'M4 5h16v14H4ZM4 10h16M4 14.5h16M10 10v9',
  leave: 'M9 5H5v14h14v-4M13 4h7v7M20 4l-9 9',
  refresh: 'M20 11a8 8 0 1 0-2.3 6.3M20 4v7h-7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM20 20l-4.8-4.8',
  system: 'M3 5h18v11H3ZM8 20h8M12 16v4',
  widen: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM20 20l-4.8-4.8M7.5 10.5h6',
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
