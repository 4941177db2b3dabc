import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageFolder } from '../runtime/paths.ts'
import { type BillOfMaterials, billOfMaterials, npmWords } from './bill-of-materials.ts'

interface Lock {
  readonly packages: Readonly<
    Record<string, { version: string; dev?: boolean; devOptional?: boolean }>
  >
}

const pom = readFileSync(join(packageFolder, 'stack/pom.xml'), 'utf8')
const lock = JSON.parse(readFileSync(join(packageFolder, 'package-lock.json'), 'utf8')) as Lock
let bill: BillOfMaterials

beforeAll(async () => {
  const { stdout } = await promisify(execFile)('npm', [...npmWords], { cwd: packageFolder, maxBuffer: 64 << 20 }) // prettier-ignore
  bill = billOfMaterials(JSON.parse(stdout) as BillOfMaterials, pom)
}, 60_000)

describe('the bill of materials', () => {
  test('names every package that is needed in production, with its version', () => {
    const wanted = Object.entries(lock.packages)
      .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1) ?? ''}@${version}`)
    const named = bill.components.map(({ name, version }) => `${name}@${version}`)

    expect(wanted.length).toBeGreaterThan(50)
    expect(wanted.filter((each) => !named.includes(each))).toEqual([])
    const jarless = named.filter((each) => !each.includes(':'))
    expect(jarless.filter((each) => !wanted.includes(each))).toEqual([])
  })

  test('names the licence of each', () => {
    const without = bill.components.filter(({ licenses = [] }) => licenses.length === 0)

    expect(without.map(({ name }) => name)).toEqual([])
  })

  test('names the jars of the embedded servers, once', () => {
    const jars = bill.components.filter(({ purl }) => purl.startsWith('pkg:maven/'))

    expect(jars.map(({ purl }) => purl)).toEqual([
      'pkg:maven/org.apache.kafka/kafka_2.13@4.3.1',
      'pkg:maven/org.apache.logging.log4j/log4j-slf4j-impl@2.25.4',
      'pkg:maven/org.elasticsearch/elasticsearch@8.19.21',
      'pkg:maven/org.elasticsearch.plugin/transport-netty4@8.19.21',
    ])
  })

  test('is called after the program and not after a folder', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'tallystream' } } }) // prettier-ignore
  })

  test('is not made of a jar whose licence nobody has looked up', () => {
    const other = pom.replace('org.apache.kafka<', 'org.example<')

    expect(() => billOfMaterials(bill, other)).toThrow('org.example')
  })
})
