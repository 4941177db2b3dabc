import { afterEach } from 'vitest'
import { FakeKibana } from './fake-kibana.ts'

interface FakeKibanas {
  /** The one that was started last in this test; undefined when none was. */
  readonly last: FakeKibana | undefined
  readonly start: typeof FakeKibana.start
}

/** Fakes that are closed after each test of a file. */
export function useFakeKibana(): FakeKibanas {
  const started: FakeKibana[] = []
  afterEach(async () => {
    await Promise.all(started.splice(0).map((fake) => fake.close()))
  })
  return {
    get last() {
      return started.at(-1)
    },
    async start(options) {
      const fake = await FakeKibana.start(options)
      started.push(fake)
      return fake
    },
  }
}
