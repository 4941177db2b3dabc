import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { findCommand } from '../cli/command-tree.ts'
import { parseCommandLine } from '../cli/command-line.ts'
import { loadCommand } from '../cli/command.ts'
import { commands as listed } from '../cli/commands.ts'
import { flagsOf } from '../cli/flags.ts'
import { workerMetrics } from '../contracts/metrics.ts'
import { describeSettings } from '../runtime/environment.ts'
import { packageFolder, packageVersion } from '../runtime/paths.ts'
import { readSettings } from '../runtime/settings.ts'
import { smallMemory } from '../runtime/small-heap.ts'
import { composePath, endsByItself, environmentOf, ownServices, serviceOf, services, variables } from './compose-file.ts' // prettier-ignore

const all = Object.entries(services)
const read = (path: string) => readFile(join(packageFolder, path), 'utf8')

/** The types of dclint import without extensions, so that nothing is known of them here. */
const Linter = DCLinter as unknown as new (config: object) => {
  lintFiles(
    paths: readonly string[],
    isRecursive: boolean,
  ): readonly {
    readonly filePath: string
    readonly messages: readonly { readonly line: number; readonly message: string }[]
  }[]
}

/** Order is by what starts first; one image is built for several services. */
const styleRules = {
  'no-build-and-image': 0,
  'service-dependencies-alphabetical-order': 0,
  'service-keys-order': 0,
  'service-ports-alphabetical-order': 0,
  'services-alphabetical-order': 0,
  'top-level-properties-order': 0,
} as const

const commands = await Promise.all(listed.map(loadCommand))

/** What the program would say of a command line, before it does anything. */
function problemsOf(words: readonly string[]): string[] {
  const { command, rest } = findCommand(words, commands)
  const line = parseCommandLine(rest, flagsOf(command))
  const unexpected = line.operands.slice(command.operands?.length ?? 0)
  const issues = command.flags.safeParse(line.flags).error?.issues ?? []
  return [...line.problems, ...unexpected, ...issues.map(({ message }) => message)]
}

describe('docker-compose.yml', () => {
  it('is what the Compose specification allows, and a linter finds nothing', () => {
    const linter = new Linter({ rules: styleRules, quiet: false, debug: false, exclude: [] })

    const [result] = linter.lintFiles([composePath], false)

    expect(result?.filePath).toBe(composePath)
    expect(result?.messages.map(({ line, message }) => `${line}: ${message}`)).toEqual([])
  })

  it('has the versions of the embedded servers and of this package', async () => {
    const pom = await read('stack/pom.xml')
    const versionOf = (name: string) => new RegExp(`<${name}.version>(.+?)<`).exec(pom)?.[1] ?? ''
    const elasticsearch = `docker.elastic.co/elasticsearch/elasticsearch:${versionOf('elasticsearch')}` // prettier-ignore

    expect(serviceOf('kafka').image).toBe(`apache/kafka:${versionOf('kafka')}`)
    for (const name of ['elasticsearch', 'certificates', 'security'])
      expect(serviceOf(name).image, name).toBe(elasticsearch)
    expect(serviceOf('kibana').image).toBe(
      `docker.elastic.co/kibana/kibana:${versionOf('elasticsearch')}`,
    )
    expect([...new Set(ownServices.map(([, { image }]) => image))]).toEqual([
      `tallystream:${packageVersion}`,
    ])
  })

  it.each(all)('%s has a version, limits and no privileges', (_, service) => {
    expect(service.image).toMatch(/:v?\d+\.\d+\.\d+$/)
    expect(service.pids_limit).toBeGreaterThan(0)
    expect(service.cap_drop).toEqual(['ALL'])
    expect(service.security_opt).toEqual(['no-new-privileges:true'])
    expect(service.logging.options).toEqual({ 'max-size': '10m', 'max-file': '3' })
    expect(service.container_name).toBeUndefined()
  })

  it.each(all)('%s is asked how it is and started again, or ends by itself', (_, service) => {
    const isAsked = (service.healthcheck.test ?? []).length > 0

    expect(isAsked).toBe(!endsByItself(service))
    if (isAsked) expect(service.restart).toBe('unless-stopped')
    else expect(service.restart).toMatch(/^(on-failure:[1-9]|no)$/)
  })

  it('publishes nothing but on 127.0.0.1, and nothing of a worker, of which there may be many', () => {
    const ports = all.flatMap(([, service]) => service.ports)

    expect(ports.length).toBeGreaterThan(3)
    expect(ports.filter((port) => !/^127\.0\.0\.1:\$\{\w+:-\d+\}:\d+$/.test(port))).toEqual([])
    expect(serviceOf('worker').ports).toEqual([])
  })

  it('fits 4 GiB without profiles, with the largest that ends by itself', () => {
    const usual = all.filter(([name, { profiles }]) => profiles.length === 0 && name !== 'certificates') // prettier-ignore
    const megabytes = (isOnce: boolean) =>
      usual.filter(([, service]) => endsByItself(service) === isOnce).map(([, service]) => parseInt(service.mem_limit, 10)) // prettier-ignore

    // The certificates are made before Elasticsearch begins, which takes more.
    const total = megabytes(false).reduce((sum, each) => sum + each, 0) + Math.max(...megabytes(true)) // prettier-ignore
    expect(total).toBeLessThanOrEqual(4096)
    expect(parseInt(serviceOf('certificates').mem_limit, 10)).toBeLessThan(parseInt(serviceOf('elasticsearch').mem_limit, 10)) // prettier-ignore
  })

  it.each(all)(
    '%s waits only for what can come, and shares a network with what it asks',
    (_, service) => {
      // prettier-ignore
      for (const [name, { condition }] of Object.entries(service.depends_on)) {
      const expected = endsByItself(serviceOf(name)) ? 'service_completed_successfully' : 'service_healthy' // prettier-ignore
      expect(condition, name).toBe(expected)
    }
      const asked = Object.keys(services).filter(
        (name) =>
      Object.values(service.environment).some((value) => new RegExp(`(^|//)${name}:\\d+$`).test(value)), // prettier-ignore
      )
      for (const name of asked) {
        const shared = serviceOf(name).networks.filter((network) => service.networks.includes(network)) // prettier-ignore
        expect(shared, name).not.toEqual([])
      }
    },
  )

  it('sets Kafka up as the embedded one', async () => {
    const properties = (await read('stack/config/kafka.properties')).matchAll(/^([a-z.]+)=(.*)$/gm)
    const expected = [...properties]
      .filter(([, name]) => name !== 'listener.security.protocol.map')
      .map(([, name = '', value]) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, value])

    expect(expected.length).toBeGreaterThan(10)
    expect(serviceOf('kafka').environment).toMatchObject(Object.fromEntries(expected))
  })

  it('mounts files that are there', () => {
    const mounted = all.flatMap(([, { volumes }]) => volumes).filter((volume) => volume.startsWith('./')) // prettier-ignore
    const paths = mounted.map((volume) => join(packageFolder, volume.split(':', 1)[0] ?? ''))

    expect(paths.length).toBeGreaterThan(3)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })
})

describe('what docker-compose.yml runs of this program', () => {
  it.each(ownServices)('%s is a command line that the program takes', (_, { command }) => {
    expect(problemsOf(command)).toEqual([])
  })

  it.each(ownServices)('%s has settings that the program knows and takes', (_, service) => {
    const known = describeSettings().map(({ name }) => name)
    const runtime = ['NODE_OPTIONS', ...Object.keys(smallMemory.environment)]
    const environment = environmentOf(service)

    expect(Object.keys(environment).filter((name) => ![...known, ...runtime].includes(name))).toEqual([]) // prettier-ignore
    expect(readSettings(environment, '/')).toMatchObject({ ok: true })
  })

  it.each(ownServices)('%s writes nothing into its image and has time to end', (_, service) => {
    expect(service).toMatchObject({ init: true, read_only: true, stop_grace_period: '20s' })
  })

  it.each(['worker', 'generator'])('starts a %s whose memory stays small', (name) => {
    const { environment } = serviceOf(name)

    expect(environment).toMatchObject(smallMemory.environment)
    expect(environment['NODE_OPTIONS']?.split(' ')).toEqual(
      expect.arrayContaining([...smallMemory.nodeArguments]),
    )
  })

  it.each([
    ['generator', '--health-port'],
    ['preview', '--port'],
  ])('asks %s at the port of its %s', (name, flag) => {
    const { command, healthcheck } = serviceOf(name)

    const port = command[command.indexOf(flag) + 1] ?? ''
    expect(port).toMatch(/^\d+$/)
    expect(healthcheck.test?.join(' ')).toContain(`//127.0.0.1:${port}/`)
  })
})

describe('docs/how-to/run-with-docker.md', () => {
  it('has commands that the program takes, and services that there are', async () => {
    const page = await read('docs/how-to/run-with-docker.md')
    const lines = [...page.matchAll(/docker compose run --rm (?:-T )?tally ([^`#\n>]+)/g)].map(([, words = '']) => words.trim().split(' ')) // prettier-ignore
    const rows = [...page.matchAll(/^\| `([a-z]+)` +\|/gm)].map(([, name]) => name)

    expect(lines.length).toBeGreaterThan(4)
    expect(lines.map(problemsOf).flat()).toEqual([])
    expect(rows).toEqual(expect.arrayContaining(Object.keys(services)))
  })

  it('takes down what profiles have started too, which would keep networks and volumes', async () => {
    const page = await read('docs/how-to/run-with-docker.md')
    const verbs = [...page.matchAll(/docker compose ([^`\n]*\bdown)\b/g)].map(([, words]) => words)

    expect(new Set(verbs)).toEqual(new Set(["--profile '*' down"]))
  })
})

describe('.env.example', () => {
  it('says how to fill it in as the guide does', async () => {
    const [line = ''] = /awk .*/.exec(await read('.env.example')) ?? []

    expect(line).toMatch(/^awk .*\.env\.example > \.env && chmod 600 \.env$/)
    expect(await read('docs/how-to/run-with-docker.md')).toContain(line)
  })

  it('names exactly the variables of docker-compose.yml, with defaults and without a secret', async () => {
    // prettier-ignore
    const lines = (await read('.env.example')).matchAll(/^(# )?([A-Z_]+)=(\S*)$/gm)
    const example = [...lines].map(([, comment, name = '', value = '']) =>
      [name, comment === undefined && value === '' ? undefined : value] as const,
    ) // prettier-ignore

    expect(new Map(example)).toEqual(variables)
  })
})

describe('docker/prometheus.yml', () => {
  it('finds every worker where it answers', async () => {
    const Scrape = z.object({ dns_sd_configs: z.array(z.object({ names: z.array(z.string()), port: z.number() })) }) // prettier-ignore
    const { scrape_configs: scraped } = z.object({ scrape_configs: z.array(Scrape) }).parse(parse(await read('docker/prometheus.yml'))) // prettier-ignore
    const port = describeSettings().find(({ name }) => name === 'TALLY_WORKER_PORT')?.default

    const [found] = scraped.flatMap((each) => each.dns_sd_configs)
    expect(found).toEqual({ names: ['worker'], port: Number(port) })
    expect(serviceOf('worker').networks).toContain(serviceOf('prometheus').networks[0])
    expect(environmentOf(serviceOf('worker'))).toMatchObject({ TALLY_WORKER_HOST: '0.0.0.0' })
  })

  it('alerts on metrics that there are', async () => {
    const known: readonly string[] = Object.values(workerMetrics).map(({ name }) => name)

    const named = [...(await read('docker/prometheus-alerts.yml')).matchAll(/\btally_\w+/g)].map(([name]) => name) // prettier-ignore

    expect(named.length).toBeGreaterThan(2)
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })
})
