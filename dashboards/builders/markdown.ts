import { type SavedObject } from '../saved-object.ts'
import { type PanelNames, visualization } from './visualization.ts'

interface MarkdownOptions extends PanelNames {
  readonly text: string
}

/** Text; a link to a dashboard that works in every Kibana is `[Customers](#/view/tally-customers)`. */
export function markdown({ text, ...names }: MarkdownOptions): SavedObject {
  return visualization(names, {
    type: 'markdown',
    params: { fontSize: 12, openLinksInNewTab: false, markdown: text },
  })
}
