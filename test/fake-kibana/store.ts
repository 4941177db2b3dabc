/** An object as the fake keeps it. */
export interface KeptObject {
  readonly id: string
  readonly type: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly references: readonly Reference[]
  readonly originId?: string
  readonly versions: Readonly<Record<string, unknown>>
  readonly updatedAt: string
  readonly createdAt: string
  readonly sequence: number
}

export interface Reference {
  readonly name: string
  readonly type: string
  readonly id: string
}

type Fields = Pick<KeptObject, 'id' | 'type' | 'attributes' | 'references' | 'versions'> & {
  readonly originId?: string
}

/** What stands in a Kibana: the objects and settings of each space, and a clock of its own. */
export class KibanaStore {
  readonly #spaces = new Map<string, Map<string, KeptObject>>()
  readonly #settings = new Map<string, Record<string, unknown>>()
  #sequence = 0
  #nowMs = Date.UTC(2026, 10, 21)

  objects(space: string): KeptObject[] {
    return [...this.#objectsOf(space).values()]
  }

  find(space: string, type: string, id: string): KeptObject | undefined {
    return this.#objectsOf(space).get(`${type}:${id}`)
  }

  /** Whether an id is taken in some other space, which forbids it in this one from 8.0 on. */
  isElsewhere(space: string, type: string, id: string): boolean {
    return [...this.#spaces].some(([name, kept]) => name !== space && kept.has(`${type}:${id}`))
  }

  /** Saves objects at one time, as one request does. */
  save(space: string, objects: readonly Fields[]): void {
    this.#nowMs += 60_000
    const now = new Date(this.#nowMs).toISOString()
    for (const object of objects) {
      this.#sequence += 1
      const key = `${object.type}:${object.id}`
      const kept = { ...object, updatedAt: now, createdAt: now, sequence: this.#sequence }
      this.#objectsOf(space).set(key, kept)
    }
  }

  settings(space: string): Record<string, unknown> {
    const kept = this.#settings.get(space) ?? {}
    this.#settings.set(space, kept)
    return kept
  }

  #objectsOf(space: string): Map<string, KeptObject> {
    const kept = this.#spaces.get(space) ?? new Map<string, KeptObject>()
    this.#spaces.set(space, kept)
    return kept
  }
}
