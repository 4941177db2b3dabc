import { z } from 'zod'
import { PipelineError } from '../../runtime/problem.ts'
import { answerTimeoutMs, getFromKibana, kibanaAddress, type KibanaServer } from '../kibana-request.ts' // prettier-ignore
import { kibanaRefusal, safeJson } from './refusal.ts'

const Spaces = z.array(z.object({ id: z.string() }))

const namedMax = 10

/**
 * Makes sure that the space of the server is there.
 *
 * Kibana itself does not: it imports into a space that does not exist, where nobody sees the objects
 * (https://github.com/elastic/kibana/issues/67164).
 *
 * @throws PipelineError `kibana.rejected` when there is no such space, with those that there are.
 */
export async function requireSpace(server: KibanaServer): Promise<void> {
  const { space } = server
  if (space === undefined || space === 'default') return
  const whole = { ...server, space: undefined }
  const answer = await getFromKibana(whole, { path: '/api/spaces/space', timeoutMs: answerTimeoutMs }) // prettier-ignore
  if (answer.status === 404) {
    throw noSpace(whole, space, 'it has no spaces at all', 'Leave --space out.')
  }
  if (answer.status !== 200) throw kibanaRefusal(whole, answer)
  const spaces = Spaces.catch([]).parse(safeJson(answer.text))
  const ids = spaces.map(({ id }) => id)
  if (ids.includes(space)) return
  const shown = [...ids.slice(0, namedMax), ...(ids.length > namedMax ? ['…'] : [])].join(', ')
  throw noSpace(whole, space, `you may use ${shown || 'none'}`, 'Name one of them, or create it in Kibana: Stack Management, Spaces.') // prettier-ignore
}

function noSpace(server: KibanaServer, space: string, why: string, action: string): PipelineError {
  return new PipelineError({
    code: 'kibana.rejected',
    message: `Kibana at ${kibanaAddress(server)} has no space ${JSON.stringify(space)}: ${why}.`,
    action,
  })
}
