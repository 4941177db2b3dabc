import { type Command } from './command.ts'
import { setup } from './setup.ts'
import { stackReset, stackStart, stackStatus, stackStop } from './stack.ts'

/** Every command of `tally`, in the order of its help. */
export const commands: readonly Command[] = [stackStart, stackStop, stackStatus, stackReset, setup]
