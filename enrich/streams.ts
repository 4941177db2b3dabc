import { type FoldSettings, type Processor } from '../contracts/processor.ts'
import { composed } from '../contracts/composed-processor.ts'
import { bankProcessor } from './bank.ts'

export { defaultFoldSettings } from './bank.ts'

/** Every stream. A new one adds its line. */
const streams: readonly ((settings: FoldSettings) => Processor)[] = [bankProcessor]

/** The fold of every stream of this program: what its workers, rebuilds and audits run. */
export function everyStream(settings: FoldSettings): Processor {
  return composed(streams.map((stream) => stream(settings)))
}
