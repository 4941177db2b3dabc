import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 collect garbage before it takes half again as much as what is in use, instead of four
 * times as much: for processes whose data lies outside the heap. To be called before the work.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50')
}
