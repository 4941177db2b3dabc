import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageFolder } from '../runtime/paths.ts'
import { type BillOfMaterials, billOfMaterials, npmWords } from './bill-of-materials.ts'

/** `npm run sbom`: what this program is made of, on stdout. Reads the lockfile; asks nobody. */
const { stdout } = await promisify(execFile)('npm', [...npmWords], { cwd: packageFolder, maxBuffer: 64 << 20 }) // prettier-ignore
const pom = await readFile(join(packageFolder, 'stack', 'pom.xml'), 'utf8')
const bill = billOfMaterials(JSON.parse(stdout) as BillOfMaterials, pom)
process.stdout.write(`${JSON.stringify(bill, undefined, 2)}\n`)
