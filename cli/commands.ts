import { audit } from './audit.ts'
import { bank } from './bank.ts'
import { type Command } from './command.ts'
import { contractsBuild, contractsFreeze } from './contracts.ts'
import { dashboardsAdd } from './dashboards-add.ts'
import { dashboardsBuild } from './dashboards-build.ts'
import { dashboardsExport } from './dashboards-export.ts'
import { dashboardsImport } from './dashboards-import.ts'
import { dashboardsPreview } from './dashboards-preview.ts'
import { dashboardsVerify } from './dashboards-verify.ts'
import { deadLettersAccept, deadLettersList, deadLettersShow } from './dead-letters.ts'
import { deadLettersReplay } from './dead-letters-replay.ts'
import { demo } from './demo.ts'
import { generate } from './generate.ts'
import { rebuild } from './rebuild.ts'
import { retention } from './retention.ts'
import { setup } from './setup.ts'
import { status } from './status.ts'
import { worker } from './worker.ts'
import { stackReset, stackStart, stackStatus, stackStop } from './stack.ts'

/** Every command of `tally`, in the order of its help. */
export const commands: readonly Command[] = [
  demo,
  stackStart,
  stackStop,
  stackStatus,
  stackReset,
  setup,
  generate,
  bank,
  worker,
  status,
  audit,
  rebuild,
  retention,
  deadLettersList,
  deadLettersShow,
  deadLettersReplay,
  deadLettersAccept,
  contractsBuild,
  contractsFreeze,
  dashboardsBuild,
  dashboardsImport,
  dashboardsVerify,
  dashboardsExport,
  dashboardsAdd,
  dashboardsPreview,
]
