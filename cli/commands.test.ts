import { describe, expect, it } from 'vitest'
import { packagesLoadedBy } from '../test/static-imports.ts'
import { loadCommand } from './command.ts'
import { commands } from './commands.ts'
import { flagsOf } from './flags.ts'
import { commandHelp } from './help.ts'

describe('the commands', () => {
  it('have names of their own', () => {
    const names = commands.map(({ name }) => name)

    expect(new Set(names).size).toBe(names.length)
  })

  it('are not loaded before one of them is asked for', () => {
    expect(packagesLoadedBy('cli/tally.ts')).toEqual(['zod'])
  })

  it.each(commands.map((listed) => [listed.name, listed] as const))(
    '%s tells what it does, what each flag means, and an example',
    async (name, listed) => {
      const command = await loadCommand(listed)
      const help = commandHelp(command)

      expect(command.summary).toMatch(/^[A-Z].*\.$/)
      expect(help).toContain(`Usage: tally ${name}`)
      expect(flagsOf(command).filter(({ meaning }) => !/\.$/.test(meaning))).toEqual([])
      expect(command.examples.length).toBeGreaterThan(0)
      expect(command.examples.filter(([line]) => !line.includes(`tally ${name}`))).toEqual([])
    },
  )
})
