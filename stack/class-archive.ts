import { access, rename, rm, writeFile } from 'node:fs/promises'
import { anyFreePort } from './ports.ts'
import { type ServerPlan } from './server-plan.ts'
import { startServer } from './server-process.ts'

interface Options {
  readonly java: string
  readonly signal: AbortSignal
}

/** Writing the archive of a server takes seconds, on a busy machine a minute. */
const stopDeadlineMs = 90_000

/** Whether a server has no archive yet and might get one. */
export async function needsClassArchive(file: string): Promise<boolean> {
  return !(await exists(file)) && !(await exists(givenUp(file)))
}

/**
 * Makes the class archive (AppCDS) of a server, which takes one start and one stop of it.
 *
 * With it a JVM need not load and verify its classes one by one: on two cores both servers start in
 * 5 s instead of 9. Where it cannot be made, servers start without one; that is not tried again.
 *
 * @param plan of a server with a data folder that nobody needs.
 * @throws the reason of `signal`; no process is left then.
 */
export async function makeClassArchive(plan: ServerPlan, options: Options): Promise<void> {
  const file = plan.classArchive
  const unfinished = `${file}.${process.pid}.unfinished`
  const hasRun = await runOnce(plan, unfinished, options)
  if (await exists(unfinished)) await rename(unfinished, file)
  else if (hasRun) await writeFile(givenUp(file), 'Delete this file to try again.\n')
}

/** The options with which a JVM uses an archive; one that does not fit is ignored by the JVM. */
export async function classArchiveWords(file: string): Promise<readonly string[]> {
  return (await exists(file)) ? ['-Xlog:cds=off', `-XX:SharedArchiveFile=${file}`] : []
}

/** @returns whether the server started; if not, the real start will say why. */
async function runOnce(plan: ServerPlan, archive: string, options: Options): Promise<boolean> {
  const result = await startServer(plan, {
    ...options,
    port: await anyFreePort(),
    onProcess: () => undefined,
    stopDeadlineMs,
    jvmWords: [
      // It warns about each class that it leaves out; there are hundreds, and none matters.
      ...['-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
      `-XX:ArchiveClassesAtExit=${archive}`,
      `-Dtally.stop.deadline.ms=${stopDeadlineMs}`,
    ],
  })
  if (!result.ok) return false
  await result.server.stop()
  // Killed at its deadline, it may have left half of an archive.
  if ((await result.server.ended) !== 'ended with status 0') await rm(archive, { force: true })
  return true
}

/** The mark of a server whose archive could not be made. */
function givenUp(file: string): string {
  return `${file}.given-up`
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
