import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { commands } from './commands.ts'
import { commandsPage, settingsPage } from './reference-pages.ts'

const folder = join(packageFolder, 'docs', 'reference')

test('the page of commands says what they are', async () => {
  await expect(commandsPage(commands)).toMatchFileSnapshot(join(folder, 'commands.md'))
})

test('the page of settings says what they are', async () => {
  await expect(settingsPage()).toMatchFileSnapshot(join(folder, 'settings.md'))
})
