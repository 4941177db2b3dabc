import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { balancesPicture, pictured } from '../generator/realism/draw-balances.ts'
import { packageFolder } from '../runtime/paths.ts'

/** What has each archetype at the end of every week of a year? Draws the answer anew. */
export async function drawBalances(say: (text: string) => void): Promise<object> {
  const file = 'docs/images/archetype-balances.svg'
  await writeFile(join(packageFolder, file), balancesPicture(pictured.plan, pictured.untilMs))
  say(`drawn: ${file}`)
  return { file }
}
