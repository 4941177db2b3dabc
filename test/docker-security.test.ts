import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { indices } from '../contracts/catalogue.ts'
import { aliasOf } from '../contracts/index-definition.ts'
import { packageFolder } from '../runtime/paths.ts'
import { serviceOf, services } from './compose-file.ts'

const rolesFolder = join(packageFolder, 'docker/roles')

const Role = z.object({
  cluster: z.array(z.string()).default([]),
  indices: z.array(z.object({ names: z.array(z.string()), privileges: z.array(z.string()) })).default([]), // prettier-ignore
  applications: z.array(z.object({ privileges: z.array(z.string()) })).default([]),
})

async function roleOf(name: string): Promise<z.output<typeof Role>> {
  return Role.parse(JSON.parse(await readFile(join(rolesFolder, `${name}.json`), 'utf8')))
}

/** The words in backquotes of a row of a guide, by column. */
async function rowOf(guide: string, begin: string): Promise<string[][]> {
  const page = await readFile(join(packageFolder, 'docs/how-to', guide), 'utf8')
  const row = page.split('\n').find((line) => line.startsWith(`| ${begin}`)) ?? ''
  const cells = row.split('|').slice(2, 4)
  return cells.map((cell) => [...(cell.split(';')[0] ?? '').matchAll(/`(.+?)`/g)].map(([, word = '']) => word)) // prettier-ignore
}

describe('the roles of docker/roles', () => {
  it.each([
    ['tally-setup', '`tally setup`'],
    ['tally-worker', '`tally worker`'],
    ['tally-viewer', '`tally status`'],
  ])('%s is the row %s of the guide', async (name, begin) => {
    const { cluster, indices: allowed } = await roleOf(name)

    const row = await rowOf('connect-your-cluster.md', begin)
    expect(row.flat().length).toBeGreaterThan(2)
    expect([cluster, allowed.flatMap(({ privileges }) => privileges)]).toEqual(row)
  })

  it('tally-dashboards may do what the guide says of an import, and read no document', async () => {
    const { cluster, indices: allowed, applications } = await roleOf('tally-dashboards')

    expect([cluster, allowed]).toEqual([[], []])
    expect(applications.flatMap(({ privileges }) => privileges)).toEqual(
      ['dashboard', 'visualize', 'discover', 'indexPatterns', 'savedObjectsManagement'].map((feature) => `feature_${feature}.all`), // prettier-ignore
    )
  })

  it('are about our indices, all of them', async () => {
    const roles = await Promise.all(['tally-setup', 'tally-worker', 'tally-viewer'].map(roleOf))

    const names = new Set(roles.flatMap((role) => role.indices.flatMap((each) => each.names)))
    expect([...names]).toEqual(['tally-*'])
    expect(indices.map(aliasOf).filter((alias) => !alias.startsWith('tally-'))).toEqual([])
  })

  it('are what the services log in as, each with a password of its own', async () => {
    const files = await readdir(rolesFolder)
    const users = Object.values(services).flatMap(({ environment }) => [
      [environment['ELASTICSEARCH_USERNAME'], environment['ELASTICSEARCH_PASSWORD']],
      [environment['KIBANA_USERNAME'], environment['KIBANA_PASSWORD']],
    ])

    const known = new Set(users.filter(([user]) => user?.startsWith('tally-')).map(([user = '', password = '']) => `${user} ${password.replace(/:.*/, '')}`)) // prettier-ignore
    expect([...known].sort()).toEqual(
      files.sort().map((file) => `${basename(file, '.json')} \${${basename(file, '.json').replace('-', '_').toUpperCase()}_PASSWORD`), // prettier-ignore
    )
  })
})

describe('docker/security.sh', () => {
  interface Asked {
    readonly what: string
    readonly user: string
    readonly body: unknown
  }
  let asked: Asked[] = []
  let status = 200
  let elasticsearch: Server

  beforeEach(async () => {
    asked = []
    status = 200
    elasticsearch = createServer((request, response) => {
      void text(request).then((body) => {
        const [, encoded = ''] = (request.headers.authorization ?? '').split(' ')
        const user = Buffer.from(encoded, 'base64').toString()
        asked.push({ what: `${request.method} ${request.url}`, user, body: JSON.parse(body) })
        response.writeHead(status).end('{"reason":"as the test wants it"}')
      })
    })
    await new Promise<void>((resolve) => elasticsearch.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    await new Promise((resolve) => elasticsearch.close(resolve))
  })

  const names = Object.keys(serviceOf('security').environment).filter((name) => name.endsWith('PASSWORD')) // prettier-ignore
  const secrets = Object.fromEntries(names.map((name) => [name, `${name}-0123456789`]))

  /** As docker-compose.yml runs it, against another server. */
  function run(change: Readonly<Record<string, string>> = {}) {
    const { port } = elasticsearch.address() as AddressInfo
    const env = { PATH: '/usr/bin:/bin', ROLES_FOLDER: rolesFolder, ELASTICSEARCH_URL: `http://127.0.0.1:${port}`, ...secrets, ...change } // prettier-ignore
    return new Promise<{ failed: boolean; output: string }>((resolve) => {
      execFile(
        'bash',
        [join(packageFolder, 'docker/security.sh')],
        { env },
        (error, stdout, stderr) => {
          // prettier-ignore
          resolve({ failed: error !== null, output: stdout + stderr })
        },
      )
    })
  }

  it('sets the password of Kibana, every role and every user, as the superuser', async () => {
    const { failed, output } = await run()

    expect(failed, output).toBe(false)
    expect(asked.map(({ what }) => what)).toEqual([
      'POST /_security/user/kibana_system/_password',
      ...['dashboards', 'setup', 'viewer', 'worker'].flatMap((name) => [`PUT /_security/role/tally-${name}`, `PUT /_security/user/tally-${name}`]), // prettier-ignore
    ])
    expect(new Set(asked.map(({ user }) => user))).toEqual(new Set([`elastic:${secrets['ELASTIC_PASSWORD'] ?? ''}`])) // prettier-ignore
    expect(asked[0]?.body).toEqual({ password: secrets['KIBANA_SYSTEM_PASSWORD'] })
    expect(asked.at(-1)?.body).toEqual({
      password: secrets['TALLY_WORKER_PASSWORD'],
      roles: ['tally-worker'],
    })
    expect(asked.at(-2)?.body).toEqual(JSON.parse(await readFile(join(rolesFolder, 'tally-worker.json'), 'utf8'))) // prettier-ignore
    expect(Object.values(secrets).filter((secret) => output.includes(secret))).toEqual([])
  })

  it.each([
    ['is missing', ''],
    ['is short', 'short'],
    ['would break JSON', 'a"b\\c-0123456789'],
  ])('asks nothing when a password %s, and names it', async (_, password) => {
    const { failed, output } = await run({ TALLY_VIEWER_PASSWORD: password })

    expect(failed).toBe(true)
    expect(output).toMatch(/^security: TALLY_VIEWER_PASSWORD in \.env: expected /)
    expect(asked).toEqual([])
  })

  it.each([
    [401, /ELASTIC_PASSWORD: it counts at the first start only/],
    [
      500,
      /answered 500 to POST \/_security\/user\/kibana_system\/_password: .*as the test wants it/,
    ],
  ])('stops at the first %i and says what to do', async (answered, words) => {
    status = answered

    const { failed, output } = await run()

    expect(failed).toBe(true)
    expect(output).toMatch(words)
    expect(asked).toHaveLength(1)
  })
})
