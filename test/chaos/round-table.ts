import { type RoundReport } from './round.ts'

/** One column of the table: its heading and what stands in it. */
interface Column {
  readonly heading: string
  readonly of: (report: RoundReport) => number
}

const columns: readonly Column[] = [
  { heading: 'seed', of: ({ seed }) => seed },
  { heading: 'seconds', of: ({ seconds }) => seconds },
  { heading: 'records', of: ({ judgement }) => judgement.records },
  { heading: 'killed', of: deeds('kill worker') },
  { heading: 'frozen', of: deeds('freeze worker') },
  { heading: 'dismissed', of: deeds('dismiss worker') },
  { heading: 'ES killed', of: deeds('kill Elasticsearch') },
  { heading: 'Kafka killed', of: deeds('kill Kafka') },
  { heading: 'skipped', of: ({ crew }) => crew.outcomes.skipped },
  { heading: 'duplicates', of: ({ crew }) => crew.outcomes.duplicate },
  { heading: 'dead letters', of: ({ judgement }) => judgement.poison },
  { heading: 'documents', of: ({ judgement }) => judgement.documents },
  { heading: 'missing', of: ({ judgement }) => judgement.missing.length },
  { heading: 'unexpected', of: ({ judgement }) => judgement.unexpected.length },
  { heading: 'different', of: ({ judgement }) => judgement.different.length },
  { heading: 'unaccounted', of: ({ crew }) => crew.unaccounted },
  { heading: 'in flight', of: ({ inFlight }) => inFlight },
  { heading: 'crashes', of: ({ crew }) => crew.crashes.length },
]

/** The headings of the table of rounds, as Markdown. */
export function tableHead(): string {
  const headings = columns.map(({ heading }) => heading)
  return [lineOf(headings), lineOf(headings.map((heading) => `${'-'.repeat(heading.length - 1)}:`))].join('\n') // prettier-ignore
}

/** One round as a line of the table. */
export function tableLine(report: RoundReport): string {
  return lineOf(columns.map(({ heading, of }) => String(of(report)).padStart(heading.length)))
}

/** What a person needs to find out why a round failed: names of documents, ends of workers, deeds. */
export function describeFailure({ judgement, crew, deeds: done }: RoundReport): string {
  const kinds = ['missing', 'unexpected', 'different'] as const
  const named = kinds.flatMap((kind) => judgement[kind].slice(0, namedMax).map((name) => `${kind}: ${name}`)) // prettier-ignore
  const did = done.map(({ atMs, what }) => `${(atMs / 1000).toFixed(1)} s ${what}`)
  return [...named, ...crew.crashes, ...did].map((line) => `  ${line}`).join('\n')
}

const namedMax = 10

function deeds(name: string): Column['of'] {
  return (report) => report.deeds.filter(({ what }) => what === name).length
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
