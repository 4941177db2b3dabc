import { z } from 'zod'
import { Filters } from '../../dashboards/panels/filter-schema.ts'
import { queryLengthMax } from '../../dashboards/panels/narrow-request.ts'
import { parsePeriod } from '../../dashboards/panels/period.ts'
import { type ApiProblem } from './api.ts'
import { type Question } from './question.ts'

type QuestionResult =
  | ({ readonly ok: true } & Pick<Question, 'period' | 'choice'>)
  | { readonly ok: false; readonly problem: ApiProblem }

const Parameters = z.strictObject({
  from: z.string(),
  to: z.string(),
  zone: z.string().default('UTC'),
  query: z.string().trim().max(queryLengthMax).default(''),
  filters: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'expected a JSON array' })
        return z.NEVER
      }
    })
    .pipe(Filters),
})

/** Reads what an address asks for; whatever is in it that is not known or too much is refused. */
export function readQuestion(parameters: unknown, nowMs: number): QuestionResult {
  const parsed = Parameters.safeParse(parameters)
  if (!parsed.success) return { ok: false, problem: wrongParameter(parsed.error) }
  const { query, filters, ...text } = parsed.data
  const found = parsePeriod(text, nowMs)
  return found.ok
    ? { ok: true, period: found.period, choice: { query, filters } }
    : { ok: false, problem: { about: 'period', problem: found.problem, action: 'Choose another period.' } } // prettier-ignore
}

const actions = {
  period: 'Ask with from, to and zone: ?from=now-24h&to=now&zone=UTC.',
  query: `Write a query of at most ${queryLengthMax} characters, once.`,
  filters: 'Remove the filters.',
} as const

const parts: Readonly<Record<string, keyof typeof actions>> = {
  from: 'period',
  to: 'period',
  zone: 'period',
  query: 'query',
  filters: 'filters',
}

function wrongParameter(error: z.ZodError): ApiProblem {
  const [issue] = error.issues
  const name = issue?.path.join('.') ?? ''
  const problem = `${name === '' ? 'address' : name}: ${issue?.message ?? 'invalid'}`
  const about = parts[String(issue?.path[0])]
  return about === undefined
    ? { problem, action: actions.period }
    : { problem, action: actions[about], about }
}
