import { PipelineError } from '../../runtime/problem.ts'
import { kibanaAddress, type KibanaServer } from '../kibana-request.ts'

/** Of a Kibana: `8.19.1`. */
export interface KibanaVersion {
  readonly text: string
  readonly major: number
  readonly minor: number
}

export function isAtLeast({ major, minor }: KibanaVersion, wanted: string): boolean {
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/**
 * The version of a Kibana that these dashboards work in.
 *
 * @throws PipelineError `kibana.rejected` for one older than 7.10, `kibana.refused` when it does not
 * tell: from 8.x on that is what somebody gets whose name or password is wrong.
 */
export function requireVersion(server: KibanaServer, text: string | undefined): KibanaVersion {
  const address = kibanaAddress(server)
  if (text === undefined) {
    throw new PipelineError({
      code: 'kibana.refused',
      message: `Kibana at ${address} does not tell its version, which it tells everybody whom it knows.`,
      action: 'Check KIBANA_API_KEY, or --user and its password.',
    })
  }
  const [major = 0, minor = 0] = text.split('.').map((part) => Number.parseInt(part, 10))
  const version = { text, major, minor }
  if (isAtLeast(version, oldestVersion)) return version
  throw new PipelineError({
    code: 'kibana.rejected',
    message: `Kibana at ${address} is ${text}; these dashboards need ${oldestVersion} or later.`,
    action: 'Update Kibana, or look at the dashboards with `tally dashboards preview`.',
  })
}

const oldestVersion = '7.10'

/** What to say of a Kibana that may lack what the dashboards are made of; mostly nothing. */
export function newerThanKnown({ text, major }: KibanaVersion): string[] {
  if (major <= newestMajor) return []
  return [`${text} is newer than ${newestMajor}.x; it may draw no Timelion and no TSVB any more`]
}

const newestMajor = 9
