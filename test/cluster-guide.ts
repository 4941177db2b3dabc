import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageFolder } from '../runtime/paths.ts'

/** What a user may do, as kafkajs writes it. */
interface Acl {
  readonly resourceType: number
  readonly resourceName: string
  readonly resourcePatternType: number
  readonly principal: string
  readonly host: '*'
  readonly operation: number
  readonly permissionType: number
}

const resourceTypes: Readonly<Record<string, number>> = { topic: 2, group: 3, cluster: 4 }
const operations: Readonly<Record<string, number>> = {
  Read: 3,
  Write: 4,
  Create: 5,
  Describe: 8,
  DescribeConfigs: 10,
  IdempotentWrite: 12,
}
const [literal, prefixed] = [3, 4]
const allow = 3

/**
 * The rows of the table of least privileges in docs/how-to/connect-your-cluster.md, so that a test
 * fails when one is missing there. `tally-v*` is a prefix.
 */
export async function aclsInGuide(): Promise<readonly Acl[]> {
  const text = await readFile(join(packageFolder, 'docs/how-to/connect-your-cluster.md'), 'utf8')
  return text.split('\n').flatMap((line) => {
    const [, user = '', type = '', name = '', allowed = ''] = line.split('|').map((cell) => cell.trim()) // prettier-ignore
    const resourceType = user.startsWith('`') ? resourceTypes[type] : undefined
    return resourceType === undefined ? [] : allowed.split(', ').map(aclOf(user, resourceType, name)) // prettier-ignore
  })
}

function aclOf(user: string, resourceType: number, name: string) {
  return (allowed: string): Acl => {
    const operation = operations[allowed]
    if (operation === undefined) throw new Error(`the guide allows ${allowed}, which is not known`)
    const plain = name.replaceAll('`', '')
    return {
      resourceType,
      resourceName: plain.replace(/\*$/, ''),
      resourcePatternType: plain.endsWith('*') ? prefixed : literal,
      principal: `User:${user.replaceAll('`', '')}`,
      host: '*',
      operation,
      permissionType: allow,
    }
  }
}
