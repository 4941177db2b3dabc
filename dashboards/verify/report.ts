/** What became of the verification of a bundle. */
export interface Verification {
  /** What is wrong with files and objects, whatever is in Elasticsearch. */
  readonly problems: readonly Problem[]
  /** In the order of the dashboards and, in each, of its panels. */
  readonly panels: readonly PanelReport[]
}

export interface PanelReport {
  /** Titles. */
  readonly dashboard: string
  readonly panel: string
  readonly kind: string
  /** `may be empty`: nothing is there, and its description says that this is good news. */
  readonly state: 'verified' | 'may be empty' | 'failed'
  /** Documents that its searches found, over all of them. */
  readonly documents: number
  /** Buckets that their aggregations answered with. */
  readonly buckets: number
  readonly ms: number
  readonly problems: readonly Problem[]
}

/** What is wrong, and what to do about it: a sentence each. */
export interface Problem {
  readonly message: string
  readonly action: string
}

export function hasFailed({ problems, panels }: Verification): boolean {
  return problems.length > 0 || panels.some(({ state }) => state === 'failed')
}

/** The report as lines: a table of the panels, then each failure once with the panels that it hits. */
export function describeVerification(verification: Verification): string[] {
  const { panels, problems } = verification
  const rows = panels.map((panel) => [
    panel.dashboard,
    panel.panel,
    panel.kind,
    seen(panel),
    `${Math.round(panel.ms)} ms`,
    panel.state,
  ])
  const failures = [
    ...problems.map((problem) => ({ problem, place: '' })),
    ...panels.flatMap(({ dashboard, panel, problems: own }) =>
      own.map((problem) => ({ problem, place: `${dashboard}: ${panel}` })),
    ),
  ]
  return [...(rows.length === 0 ? [] : aligned([heads, ...rows])), ...describeFailures(failures)]
}

const heads = ['dashboard', 'panel', 'kind', 'seen', 'time', 'state']

function seen({ kind, documents, buckets }: PanelReport): string {
  if (kind === 'markdown') return 'text'
  const found = count(documents, 'document')
  return buckets === 0 ? found : `${found}, ${count(buckets, 'bucket')}`
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((_head, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) // prettier-ignore
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

interface Failure {
  readonly problem: Problem
  /** '' = the files themselves. */
  readonly place: string
}

/** A missing index fails many panels for one reason. */
function describeFailures(failures: readonly Failure[]): string[] {
  const places = new Map<string, string[]>()
  for (const { problem, place } of failures) {
    const sentence = `${ended(problem.message)} ${ended(problem.action)}`
    const known = places.get(sentence) ?? []
    places.set(sentence, place === '' ? known : [...known, place])
  }
  return [...places].flatMap(([sentence, hit], index) => [
    ...(index === 0 ? [''] : []),
    `failed: ${sentence}`,
    ...(hit.length === 0 ? [] : [`        ${shown(hit)}`]),
  ])
}

const placesShown = 5

function shown(places: readonly string[]): string {
  const more = places.length - placesShown
  return [...places.slice(0, placesShown), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}
