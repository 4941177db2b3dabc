import { type ServerName } from './server-plan.ts'
import { type ServerPhase } from './state.ts'

const titles = { kafka: 'Kafka', elasticsearch: 'Elasticsearch' } as const

/** The line that a person reads while both servers start, each with its own clock. */
export class StartProgress {
  readonly #begunAt: number
  readonly #readyAfterMs: Partial<Record<ServerName, number>> = {}

  constructor(nowMs: number) {
    this.#begunAt = nowMs
  }

  note(name: ServerName, phase: ServerPhase, nowMs: number): void {
    if (phase === 'running') this.#readyAfterMs[name] ??= nowMs - this.#begunAt
  }

  text(nowMs: number): string {
    return (['kafka', 'elasticsearch'] as const).map((name) => this.#part(name, nowMs)).join(' · ')
  }

  #part(name: ServerName, nowMs: number): string {
    const readyMs = this.#readyAfterMs[name]
    if (readyMs !== undefined)
      return `${titles[name]}: ready after ${(readyMs / 1000).toFixed(1)} s`
    return `${titles[name]}: starting… ${Math.floor((nowMs - this.#begunAt) / 1000)} s`
  }
}
