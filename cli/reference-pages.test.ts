import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { loadCommand } from './command.ts'
import { commands } from './commands.ts'
import { commandsPage, settingsPage } from './reference-pages.ts'

const folder = join(packageFolder, 'docs', 'reference')

test('the page of commands says what they are', async () => {
  await expect(commandsPage(await Promise.all(commands.map(loadCommand)))).toMatchFileSnapshot(
    join(folder, 'commands.md'),
  )
})

test('the page of settings says what they are', async () => {
  await expect(settingsPage()).toMatchFileSnapshot(join(folder, 'settings.md'))
})
