import { type StackSettings } from '../runtime/settings.ts'

/**
 * Words for `java` about its just-in-time compilers.
 *
 * `quick` leaves the optimising one out. On two cores it takes a third of the processor in the first
 * minutes, from the very code that it is to make faster: loading the demo's month takes 45 s instead
 * of 75. After that a server compiled in full does twice as much (docs/performance.md).
 */
export function jitWords({ jit }: StackSettings): readonly string[] {
  return jit === 'quick' ? ['-XX:TieredStopAtLevel=1'] : []
}
