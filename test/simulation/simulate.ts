import { setImmediate as turn } from 'node:timers/promises'
import { inspect, isDeepStrictEqual } from 'node:util'
import { vi } from 'vitest'
import { Chance } from './chance.ts'
import { foldSequentially } from './sequential-fold.ts'
import { SimulatedElasticsearch } from './simulated-elasticsearch.ts'
import { simulatedLog } from './simulated-log.ts'
import { type Committed, idsMax, SimulatedProcess } from './simulated-process.ts'

const partitionCount = 2
const processCount = 3

/** What was found wrong after a simulation; empty when the store is the fold of the log. */
export type Findings = readonly string[]

/**
 * Plays one history of a group of workers: random owners, zombies that overtake each other, processes
 * that join again with partitions that they had, kills between any two steps, requests applied in part
 * and out of order, slow ones, answers lost after being applied. Then one healthy worker reads to the end.
 *
 * The same seed plays the same history. Timers must be fake (`setTimeout` and `setInterval` only).
 *
 * @returns what of the store differs from the sequential fold of the log
 */
export async function simulate(seed: number): Promise<Findings> {
  const chance = new Chance(seed)
  const log = simulatedLog(chance, partitionCount)
  const elasticsearch = new SimulatedElasticsearch(chance)
  const committed: Committed = new Map()
  const world = new Group({ log, elasticsearch, committed, chance })
  const steps = 30 + chance.below(120)
  for (let step = 0; step < steps; step += 1) {
    world.move()
    await pass()
  }
  const findings = await world.comeToRest()
  const expected = foldSequentially(log, { idsMax })
  const atRest = differences(elasticsearch, expected)
  // What killed processes had under way arrives now, long after.
  elasticsearch.applyLeftovers()
  vi.clearAllTimers()
  return [...findings, ...atRest, ...differences(elasticsearch, expected)]
}

type Parts = ConstructorParameters<typeof SimulatedProcess>[0]

class Group {
  readonly #parts: Parts
  /** All of them work on everything: each was stopped in turn, and none knows it. */
  readonly #areZombies: boolean
  /** Of zombies: they overtake each other, and each goes on with what it had in memory. */
  readonly #takeTurns: boolean
  #processes: SimulatedProcess[]
  #fastest = 0
  /** Steps left in which nothing goes wrong, and everything that is under way arrives. */
  #calmSteps = 0

  constructor(parts: Parts) {
    this.#parts = parts
    this.#areZombies = parts.chance.isTrue(0.4)
    this.#takeTurns = this.#areZombies && parts.chance.isTrue(0.5)
    this.#processes = Array.from({ length: processCount }, () => new SimulatedProcess(parts))
    this.#rebalance()
  }

  /** One thing that may happen. */
  move(): void {
    const { chance, elasticsearch } = this.#parts
    if (this.#calmSteps > 0) {
      this.#calmSteps -= 1
      elasticsearch.settle()
      return
    }
    const draw = chance.uniform()
    if (draw < 0.35) this.#deliver()
    else if (draw < 0.88) elasticsearch.move()
    else if (this.#areZombies) this.#deliver()
    else if (draw < 0.93) this.#rebalance()
    else if (draw < 0.96) this.#rejoinOne()
    else this.#kill(chance.below(processCount))
  }

  /** A healthy worker takes everything to its end, while nothing goes wrong any more. */
  async comeToRest(): Promise<Findings> {
    const { log, elasticsearch, committed } = this.#parts
    const failures = this.#processes.filter(({ failure, unaccounted }) => failure !== undefined || unaccounted !== 0) // prettier-ignore
    for (const process of this.#processes) process.kill()
    const last = new SimulatedProcess(this.#parts)
    last.join([...log.keys()])
    for (const partition of log.keys()) last.deliver(partition, Infinity)
    const isDone = () => log.every((records, partition) => (committed.get(partition) ?? 0) >= records.length) // prettier-ignore
    for (let rounds = 0; rounds < 400 && !isDone(); rounds += 1) {
      elasticsearch.settle()
      await pass()
    }
    const findings = [
      ...failures.map(({ failure, unaccounted }) => `a worker failed: ${inspect(failure)}, ${unaccounted} unaccounted`), // prettier-ignore
      ...(isDone() ? [] : ['the log was not committed to its end']),
      ...(last.unaccounted === 0 ? [] : [`${last.unaccounted} records without an outcome`]),
      ...(last.failure === undefined ? [] : [`the last worker failed: ${inspect(last.failure)}`]),
    ]
    last.kill()
    return findings
  }

  /** One process is faster than the others for a while. */
  #deliver(): void {
    const { chance } = this.#parts
    if (chance.isTrue(0.15)) this.#handOver()
    const process = this.#processes[this.#fastest]
    const partition = chance.pick(process?.partitions ?? [])
    if (partition !== undefined) process?.deliver(partition, 1 + chance.below(4))
  }

  /**
   * Another process is the fastest. Where they take turns it is the one furthest behind, often after
   * the one before has made durable what it had: what is in memory is then older than what is read.
   */
  #handOver(): void {
    const { chance, log } = this.#parts
    if (!this.#takeTurns) {
      this.#fastest = chance.below(processCount)
      return
    }
    if (chance.isTrue(0.25)) this.#kill(this.#fastest).join([...log.keys()])
    const positions = this.#processes.map(({ position }) => position)
    this.#fastest = positions.indexOf(Math.min(...positions))
    this.#calmSteps = chance.below(12)
  }

  /** New owners. Whoever does not notice is a zombie until it does. */
  #rebalance(): void {
    const { chance } = this.#parts
    const owners = Array.from({ length: partitionCount }, () => chance.below(processCount))
    for (const [at, process] of this.#processes.entries()) {
      if (chance.isTrue(0.3)) continue
      const isOwn = (partition: number) => this.#areZombies || owners[partition] === at
      process.join([...owners.keys()].filter(isOwn))
    }
  }

  /** The same process, with the same partitions, from the committed offsets. */
  #rejoinOne(): void {
    const process = this.#parts.chance.pick(this.#processes)
    process?.join(process.partitions)
  }

  /** Between any two steps. @returns the process in its place, which has no partitions yet */
  #kill(at: number): SimulatedProcess {
    this.#processes[at]?.kill()
    const next = new SimulatedProcess(this.#parts)
    this.#processes[at] = next
    return next
  }
}

/** Timers that are due, then everything that follows from them. */
async function pass(): Promise<void> {
  vi.advanceTimersByTime(1)
  await turn()
  await turn()
}

function differences(
  { store }: SimulatedElasticsearch,
  expected: ReadonlyMap<string, unknown>,
): string[] {
  const isOfFold = (name: string) => !name.startsWith('tally-dead-letters')
  const names = new Set([...expected.keys(), ...[...store.documents.keys()].filter(isOfFold)])
  return [...names].flatMap((name) => {
    const source = store.documents.get(name)
    const found: unknown = source === undefined ? undefined : JSON.parse(source)
    return isDeepStrictEqual(found, expected.get(name)) ? [] : [`${name}: ${source ?? 'missing'}, expected ${JSON.stringify(expected.get(name))}`] // prettier-ignore
  })
}
