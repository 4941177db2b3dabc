import type { Picture } from '../../../../dashboards/panels/picture.ts'
import { BarsView } from './bars-view.ts'
import { ChartView } from './chart-view.ts'
import { ControlsView } from './controls-view.ts'
import { FiguresView } from './figures-view.ts'
import { HeatmapView } from './heatmap-view.ts'
import { MessageView } from './message-view.ts'
import type { PageActions } from '../state/page-actions.ts'
import type { PictureView } from './picture-view.ts'
import { PieView } from './pie-view.ts'
import { TableView } from './table-view.ts'
import { TextView } from './text-view.ts'

type MakeView<Shown extends Picture> = (title: string, actions: PageActions) => PictureView<Shown>

/** What draws each kind of picture. */
const views: { readonly [Kind in Picture['kind']]: MakeView<Extract<Picture, { kind: Kind }>> } = {
  figures: () => new FiguresView(),
  table: (title, actions) => new TableView(title, actions),
  chart: (title, actions) => new ChartView(title, actions),
  bars: (title, actions) => new BarsView(title, actions),
  pie: (title, actions) => new PieView(title, actions),
  heatmap: (title, actions) => new HeatmapView(title, actions),
  controls: (title, actions) => new ControlsView(title, actions),
  text: (title) => new TextView(title),
  empty: () => new MessageView(),
  failure: () => new MessageView(),
}

/** The view of a kind shows pictures of that kind only. */
export function viewOf(kind: Picture['kind'], title: string, actions: PageActions): PictureView {
  return views[kind](title, actions)
}
