import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { WorkerEndpoint } from '../cli/worker-endpoint.ts'
import { describeSettings } from '../runtime/environment.ts'
import { createLog } from '../runtime/log.ts'
import { packageFolder, packageVersion } from '../runtime/paths.ts'
import { serviceOf } from './compose-file.ts'

const read = (path: string) => readFile(join(packageFolder, path), 'utf8')

/** Instructions with their continued lines joined, comments left out. */
async function instructions(): Promise<(readonly [name: string, rest: string])[]> {
  const text = (await read('Dockerfile')).replaceAll(/^#.*\n/gm, '').replaceAll(/\s*\\\n\s*/g, ' ')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])
}

async function all(name: string): Promise<string[]> {
  return (await instructions()).filter(([each]) => each === name).map(([, rest]) => rest)
}

async function last(name: string): Promise<string> {
  return (await all(name)).at(-1) ?? ''
}

const Package = z.object({
  bin: z.record(z.string(), z.string()),
  engines: z.object({ node: z.string() }),
  files: z.array(z.string()),
  license: z.string(),
})

/** The words of a HEALTHCHECK in its JSON form. */
async function healthWords(): Promise<string[]> {
  const [, words = ''] = (await last('HEALTHCHECK')).split('CMD ')
  return z.array(z.string()).parse(JSON.parse(words))
}

describe('the Dockerfile', () => {
  it('takes the same exact Node in each stage, one that the package allows', async () => {
    const images = (await all('FROM')).map((rest) => rest.split(' ', 1)[0])
    const { engines } = Package.parse(JSON.parse(await read('package.json')))
    const [, major, minor] = /^node:(\d+)\.(\d+)\.\d+-bookworm-slim$/.exec(images[0] ?? '') ?? []

    const [, leastMajor, leastMinor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? []
    expect(new Set(images).size).toBe(1)
    expect([major, Number(minor) >= Number(leastMinor)]).toEqual([leastMajor, true])
  })

  it('copies files that are there', async () => {
    const copied = (await all('COPY')).filter((rest) => !rest.startsWith('--from'))
    const sources = copied.flatMap((rest) => rest.split(' ').slice(0, -1))

    expect(sources).toContain('package-lock.json')
    expect(sources.filter((source) => !existsSync(join(packageFolder, source)))).toEqual([])
  })

  it('runs the program of the package itself, by exec and as a user without rights', async () => {
    const { bin, license } = Package.parse(JSON.parse(await read('package.json')))

    expect(JSON.parse(await last('ENTRYPOINT'))).toEqual(['node', `/app/${bin['tally'] ?? ''}`])
    expect(JSON.parse(await last('CMD'))).toEqual(['--help'])
    expect(await last('USER')).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/)
    expect(await last('LABEL')).toContain(`image.version="${packageVersion}"`)
    expect(await last('LABEL')).toContain(`image.licenses="${license}"`)
  })

  it('asks a worker as docker-compose.yml does, where it listens', async () => {
    const port = describeSettings().find(({ name }) => name === 'TALLY_WORKER_PORT')?.default ?? ''

    expect(['CMD', ...(await healthWords())]).toEqual(serviceOf('worker').healthcheck.test)
    expect((await healthWords()).join(' ')).toContain(`127.0.0.1:${port}/`)
  })
})

describe('the health check of the image', () => {
  let endpoint: WorkerEndpoint | undefined
  afterEach(() => endpoint?.close())

  /** @returns its exit status when the worker answers at another address */
  async function check(url: string): Promise<number | null> {
    const [, ...words] = (await healthWords()).map((word) => word.replace('http://127.0.0.1:5611', url)) // prettier-ignore
    return new Promise((resolve) => {
      execFile(process.execPath, words).once('exit', resolve)
    })
  }

  it('passes while a worker answers, and fails when none does', async () => {
    const log = createLog({ level: 'silent', name: 'test' })
    endpoint = await WorkerEndpoint.open({ host: '127.0.0.1', port: 0, stallSeconds: 60 }, log)
    const { url } = endpoint

    const alive = await check(url)
    await endpoint.close()
    const gone = await check(url)

    expect([alive, gone]).toEqual([0, 1])
  })
})

describe('.dockerignore', () => {
  it('keeps secrets, the history and what is made anew out of the image', async () => {
    const ignored = (await read('.dockerignore')).split('\n')

    for (const path of ['.env', '.env.*', '.git', 'node_modules', 'dist', '.tally'])
      expect(ignored, path).toContain(path)
  })

  it('lets in what the package is made of', async () => {
    const { files } = Package.parse(JSON.parse(await read('package.json')))
    const ignored = (await read('.dockerignore')).split('\n')
    const needed = files.map((path) => path.split('/', 1)[0] ?? '').filter((path) => path !== 'dist') // prettier-ignore

    expect(needed.filter((path) => ignored.includes(path) || path === '')).toEqual([])
  })
})
