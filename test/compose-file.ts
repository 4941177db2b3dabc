import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { packageFolder } from '../runtime/paths.ts'

const texts = z.array(z.string())
const Healthcheck = z.object({ disable: z.boolean().optional(), test: texts.optional() })

const Service = z.object({
  image: z.string(),
  command: texts.default([]),
  entrypoint: texts.optional(),
  profiles: texts.default([]),
  restart: z.string(),
  init: z.boolean().default(false),
  read_only: z.boolean().default(false),
  mem_limit: z.string().regex(/^\d+m$/),
  pids_limit: z.number(),
  cap_drop: texts,
  security_opt: texts,
  stop_grace_period: z.string().optional(),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  healthcheck: Healthcheck,
  environment: z.record(z.string(), z.string()).default({}),
  volumes: texts.default([]),
  ports: texts.default([]),
  networks: texts.default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  container_name: z.string().optional(),
})
export type Service = z.output<typeof Service>

export const composePath = join(packageFolder, 'docker-compose.yml')
const text = readFileSync(composePath, 'utf8')
const file = z
  .object({ services: z.record(z.string(), Service) })
  .parse(parse(text, { merge: true }))

/** The services of docker-compose.yml by name, anchors resolved and variables not yet replaced. */
export const services: Readonly<Record<string, Service>> = file.services

/** A service that must be there. */
export function serviceOf(name: string): Service {
  const service = services[name]
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`)
  return service
}

/** Those that run one of our own commands, with their names. */
export const ownServices = Object.entries(services).filter(([, { image }]) =>
  image.startsWith('tallystream:'),
)

/** Those that end by themselves. */
export function endsByItself({ healthcheck }: Service): boolean {
  return healthcheck.disable === true
}

/** Of each variable of the file, the default, or undefined where it must be given. */
export const variables: ReadonlyMap<string, string | undefined> = new Map(
  [...text.matchAll(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)\}/g)].map(([, name = '', value]) => [
    name,
    value,
  ]),
)

/** The environment of a service when every variable that must be given is `secret`. */
export function environmentOf({ environment }: Service): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(
        /\$\{(\w+)[^}]*\}/g,
        (_, variable: string) => variables.get(variable) ?? 'secret',
      ),
    ]),
  )
}
