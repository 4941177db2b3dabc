import type {
  BarsPicture,
  ChartPicture,
  HeatmapPicture,
  PiePicture,
} from '../../../../dashboards/panels/picture.ts'
import { periodText } from '../words/format.ts'

type Drawn = ChartPicture | BarsPicture | PiePicture | HeatmapPicture

/** What a picture shows, in a sentence for who cannot see it; its figures are in the table. */
export function chartSentence(title: string, picture: Drawn): string {
  return `${title}: ${contentOf(picture)}.`
}

function contentOf(picture: Drawn): string {
  switch (picture.kind) {
    case 'chart':
      return `${listOf(picture.series)} over time, ${periodText(picture.fromMs, picture.toMs)}`
    case 'bars':
      return `${listOf(picture.series)} by ${picture.label}, ${listOf(picture.places)}`
    case 'pie':
      return `${picture.label} by share, ${listOf(picture.slices)}`
    case 'heatmap':
      return `${picture.label} by ${picture.columnLabel} and ${picture.rowLabel}`
  }
}

const namesMax = 5

function listOf(named: readonly { readonly label: string }[]): string {
  const names = [...new Set(named.map(({ label }) => label))]
  const left = names.length - namesMax
  const shown = left > 0 ? [...names.slice(0, namesMax), `${left} more`] : names
  return new Intl.ListFormat('en').format(shown)
}
