import { type Command } from './command.ts'
import { contractsBuild } from './contracts.ts'
import { dashboardsBuild, dashboardsImport, dashboardsPreview } from './dashboards.ts'
import { generate } from './generate.ts'
import { setup } from './setup.ts'
import { stackReset, stackStart, stackStatus, stackStop } from './stack.ts'

/** Every command of `tally`, in the order of its help. */
export const commands: readonly Command[] = [
  stackStart,
  stackStop,
  stackStatus,
  stackReset,
  setup,
  generate,
  contractsBuild,
  dashboardsBuild,
  dashboardsImport,
  dashboardsPreview,
]
