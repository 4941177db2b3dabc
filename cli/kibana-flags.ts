import { z } from 'zod'
import { connectKibana, type Kibana } from '../dashboards/kibana/connect.ts'
import { type KibanaServer } from '../dashboards/kibana-request.ts'
import { Duration } from '../generator/scenarios/duration.ts'
import { PipelineError } from '../runtime/problem.ts'
import { type Keyboard, readSecretFile, readTypedSecret } from '../runtime/secret-input.ts'
import { type CommandContext } from './command.ts'
import { wrongUsage } from './wrong-usage.ts'

const minuteMs = 60_000

/** Which Kibana, and how to be let in: the same for every command that speaks to one. */
export const kibanaFlags = {
  kibana: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as http://localhost:5601' })
    .optional()
    .describe('Kibana, instead of the one of KIBANA_URL.')
    .meta({ value: 'url' }),
  space: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/, 'expected the id of a space, such as marketing')
    .optional()
    .describe('Space of that Kibana (default: the default space).')
    .meta({ value: 'name' }),
  user: z
    .string()
    .optional()
    .describe('User; the password is KIBANA_PASSWORD, or typed at the terminal.')
    .meta({ value: 'name' }),
  apiKeyFile: z
    .string()
    .optional()
    .describe('File with an API key, or - for stdin; without it KIBANA_API_KEY.')
    .meta({ value: 'path' }),
  timeout: Duration.refine((ms) => ms <= 60 * minuteMs, 'expected 60m at most')
    .optional()
    .describe('How long to wait until Kibana is ready (default: 1m).')
    .meta({ value: 'duration' }),
}

interface KibanaFlags {
  readonly kibana?: string | undefined
  readonly space?: string | undefined
  readonly user?: string | undefined
  readonly apiKeyFile?: string | undefined
  readonly timeout?: number | undefined
}

/** Where secrets come from when they are in no setting. */
interface Input {
  /** Undefined when nobody sits at a terminal. */
  readonly keyboard: Keyboard | undefined
  readonly stdin: AsyncIterable<Buffer | string>
}

/**
 * The Kibana that flags and settings name, when it is ready; says what is not well with it.
 *
 * A secret is never a flag itself: a command line can be read by everybody on the machine.
 *
 * @throws PipelineError `usage.invalid` when none is named or a secret is missing; what keeps Kibana
 * from being ready.
 */
export async function connectToKibana(
  flags: KibanaFlags,
  { settings, terminal, signal }: CommandContext,
  input: Input = processInput(),
): Promise<Kibana> {
  const url = flags.kibana ?? settings.kibana.url
  if (url === undefined) throw noKibana()
  refusePassword(flags.kibana)
  const { ca } = settings.kibana
  const auth = await authOf(flags, { settings, terminal }, input)
  const kibana = await connectKibana(
    { url, ca, auth, space: flags.space },
    {
      timeoutMs: flags.timeout ?? minuteMs,
      signal,
      onProgress: (text) => {
        terminal.progress(text)
      },
    },
  )
  terminal.endProgress()
  for (const trouble of kibana.troubles) terminal.say(`Kibana says of itself: ${trouble}`)
  return kibana
}

function processInput(): Input {
  return { keyboard: process.stdin.isTTY ? process.stdin : undefined, stdin: process.stdin }
}

async function authOf(
  { user, apiKeyFile }: KibanaFlags,
  { settings: { kibana }, terminal }: Pick<CommandContext, 'settings' | 'terminal'>,
  { keyboard, stdin }: Input,
): Promise<KibanaServer['auth']> {
  if (user !== undefined && apiKeyFile !== undefined) {
    throw wrongUsage(['--user, --api-key-file: expected one of them'], 'tally help dashboards')
  }
  if (apiKeyFile !== undefined) {
    return { apiKey: await readSecretFile('--api-key-file', apiKeyFile, stdin) }
  }
  if (user === undefined) return kibana.auth
  if (kibana.password !== undefined) return { username: user, password: kibana.password }
  if (keyboard === undefined) throw noPassword()
  terminal.progress(`Password of ${user}: `)
  const password = await readTypedSecret(keyboard)
  terminal.endProgress()
  return { username: user, password }
}

function refusePassword(typed: string | undefined): void {
  if (typed === undefined || new URL(typed).password === '') return
  throw new PipelineError({
    code: 'usage.invalid',
    message: '--kibana: expected a URL without a password; everybody on the machine can read it.',
    action: 'Name the user by --user, and set KIBANA_PASSWORD or type the password.',
  })
}

function noPassword(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: '--user: there is no password, and no terminal at which it could be typed.',
    action: 'Set KIBANA_PASSWORD.',
  })
}

function noKibana(): PipelineError {
  return new PipelineError({
    code: 'usage.invalid',
    message: 'No Kibana is named.',
    action: 'Give --kibana http://host:5601 or set KIBANA_URL.',
  })
}
