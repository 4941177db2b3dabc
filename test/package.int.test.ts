import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageFolder, packageVersion } from '../runtime/paths.ts'

const run = promisify(execFile)
const deadlineMs = 170_000
let folder = ''
let files: readonly string[] = []

describe('the command in a checkout', () => {
  test('can be executed, however often it was compiled', async () => {
    const { bin, scripts } = JSON.parse(
      await readFile(join(packageFolder, 'package.json'), 'utf8'),
    ) as { bin: { tally: string }; scripts: { build: string } }

    await expect(access(join(packageFolder, bin.tally), constants.X_OK)).resolves.toBeUndefined()
    expect(scripts.build).toContain(`chmodSync('${bin.tally}', 0o755)`)
  })
})

describe('the packed tarball', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tally-package-'))
    // Without scripts: dist/ is compiled already, and other tests are running it.
    const options = ['--ignore-scripts', '--json', '--pack-destination', folder]
    const { stdout } = await run('npm', ['pack', ...options], {
      cwd: packageFolder,
      timeout: deadlineMs,
      maxBuffer: 16 << 20,
    })
    const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[]
    files = packed?.files.map(({ path }) => path) ?? []
  }, deadlineMs)

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  test('holds the program and no test of it', () => {
    expect(files).toContain('dist/cli/tally.js')
    expect(files.filter((path) => path.startsWith('dist/test/'))).toEqual([])
  })

  test(
    'runs in an empty folder',
    async () => {
      // Relative: npx takes an absolute path for a program and tries to run it.
      const tarball = `./tallystream-${packageVersion}.tgz`

      const { stdout } = await run('npx', ['--yes', tarball, '--help'], {
        cwd: folder,
        timeout: deadlineMs,
      })

      expect(stdout).toContain('Usage: tally')
      expect(stdout).toContain('stack')
    },
    deadlineMs,
  )
})
