import { z } from 'zod'
import { describeFinding, type Finding } from '../ingest/setup/finding.ts'
import { createLog } from '../runtime/log.ts'
import { type Terminal } from '../runtime/terminal.ts'
import { defineCommand } from './command.ts'
import { resolveServers } from './servers.ts'
import { setUpServers } from './set-up-servers.ts'

export const setup = defineCommand({
  flags: z.object({ json: z.boolean().default(false).describe('One JSON object on stdout.') }),
  examples: [
    ['tally setup', 'one line per thing; a second run changes nothing'],
    ['tally setup --json', 'for programs: {"ok":…,"findings":[…]}; exit 1 if something differs'],
  ],
  async run({ flags }, context) {
    const log = createLog({ level: context.settings.logLevel, name: 'setup' })
    const { findings } = await setUpServers(await resolveServers(context), log)
    const different = findings.filter(({ outcome }) => outcome === 'differs').length
    if (flags.json) {
      context.terminal.print(JSON.stringify({ ok: different === 0, findings }))
    } else {
      describeFindings(findings, context.terminal)
    }
    return different === 0 ? 0 : 1
  },
})

function describeFindings(findings: readonly Finding[], terminal: Terminal): void {
  for (const finding of findings) terminal.print(describeFinding(finding))
  const different = findings.filter(({ outcome }) => outcome === 'differs').length
  if (different > 0) {
    terminal.say(`${different} of ${findings.length} differ and were left as they are.`)
  }
}
