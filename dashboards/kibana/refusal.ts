import { z } from 'zod'
import { PipelineError } from '../../runtime/problem.ts'
import { type KibanaAnswer, kibanaAddress, type KibanaServer } from '../kibana-request.ts'

/** What Kibana said instead of doing what it was asked, and what helps. */
export function kibanaRefusal(server: KibanaServer, { status, text }: KibanaAnswer): PipelineError {
  return new PipelineError({
    ...remedyOf(status),
    message: `Kibana at ${kibanaAddress(server)} answered ${status}: ${reasonIn(text)}`,
  })
}

/** An answer that is not Kibana's: a proxy, a login page, another server. */
export function notKibana(server: KibanaServer, came: string): PipelineError {
  return new PipelineError({
    code: 'kibana.rejected',
    message: `What answers at ${kibanaAddress(server)} is not Kibana: ${shorten(came)}`,
    action: 'Check that --kibana or KIBANA_URL names a Kibana, with its base path, and no login page.', // prettier-ignore
  })
}

/** @throws PipelineError when it is not what that Kibana answers. */
export function parseAnswer<Schema extends z.ZodType>(
  server: KibanaServer,
  text: string,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(safeJson(text))
  if (parsed.success) return parsed.data
  throw notKibana(server, text)
}

/** Undefined for what is not JSON. */
export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The words of an error as Kibana answers it. */
export function reasonIn(text: string): string {
  const parsed = z.object({ message: z.string() }).safeParse(safeJson(text))
  return shorten(parsed.success ? parsed.data.message : text)
}

/** One line of bounded length. */
export function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return 'nothing'
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}

type Remedy = Pick<PipelineError, 'code' | 'action'>

const remedies: Readonly<Record<number, Remedy>> = {
  401: {
    code: 'kibana.refused',
    action: 'Check KIBANA_API_KEY, or --user and its password, and that they are for this Kibana.',
  },
  403: {
    code: 'kibana.refused',
    action:
      'Give that user or key the privileges of docs/how-to/import-into-kibana.md, in this space.',
  },
  413: {
    code: 'kibana.rejected',
    action: 'Import in parts with --dashboard, or raise savedObjects.maxImportPayloadBytes.',
  },
  422: {
    code: 'kibana.rejected',
    action: 'Write the files anew with `tally dashboards build`; they fit Kibana 7.10 and later.',
  },
  429: { code: 'kibana.unreachable', action: 'Try again when Kibana has less to do.' },
}

function remedyOf(status: number): Remedy {
  const other: Remedy =
    status >= 500
      ? { code: 'kibana.unreachable', action: 'Look at the log of Kibana, and try again.' }
      : { code: 'kibana.rejected', action: 'Check the address; the log of Kibana may say more.' }
  return remedies[status] ?? other
}
