import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { planRun } from '../run-plan.ts'
import { listScenarios, readScenario } from './read-scenario.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-scenario-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function fileWith(text: string): Promise<string> {
  const path = join(folder, 'own.yaml')
  await writeFile(path, text)
  return path
}

/** What is wrong with a file, a line each, without its path. */
async function problemsOf(text: string): Promise<string[]> {
  const path = await fileWith(text)
  const failure = await readScenario(path).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'usage.invalid' })
  return (failure as Error).message
    .replaceAll(path, 'own.yaml')
    .split('\n')
    .map((line) => line.trim())
}

describe('the scenarios that come with the package', () => {
  it('are those that the documentation names, each with a sentence', async () => {
    const scenarios = await listScenarios()

    expect(scenarios.map(({ name }) => name)).toEqual([
      'black-friday',
      'clock-trouble',
      'demo',
      'flood-after-outage',
      'night',
      'payday',
      'poison',
      'soak',
      'steady',
    ])
    expect(scenarios.filter(({ scenario }) => !/^[A-Z].*[.]$/.test(scenario.summary))).toEqual([])
  })

  it('can be planned', async () => {
    for (const { scenario } of await listScenarios()) {
      const { traffic, schedule } = planRun({ scenario, seed: 1 }, Date.UTC(2026, 10, 21))

      expect(schedule.liveFrom).toBeGreaterThan(schedule.start)
      expect(traffic.world.phases.length).toBeGreaterThan(0)
      // Readers refuse what lies in the future, whenever this is run.
      expect(traffic.world.start).toBeLessThanOrEqual(Date.UTC(2026, 10, 21))
    }
  })
})

describe('a scenario of one’s own', () => {
  it('is read by its path', async () => {
    const path = await fileWith('summary: Mine.\nstages: [{ kind: constant, for: 2m, rate: 7 }]\n')

    const { name, scenario } = await readScenario(path)

    expect(name).toBe(path)
    expect(scenario).toMatchObject({
      customers: 5000,
      stages: [{ kind: 'constant', for: 120_000, rate: 7 }],
    })
  })

  it('with several mistakes is refused with all of them, each with its place and what came', async () => {
    const problems = await problemsOf(`
summary: Mine.
customers: 0
stagez: 3
stages:
  - { kind: constant, rate: -5 }
  - { kind: ramp, for: 10x, from: 1 }
  - { kind: wobble }
faults: { poison: { share: 2 } }
`)

    expect(problems).toEqual([
      'own.yaml: 7 problems:',
      'customers: expected at least 1; got 0',
      'stages[0].rate: expected at least 0; got -5',
      'stages[1].for: expected a duration such as 30s, 10m, 2h or 1d; got "10x"',
      'stages[1].to: expected a number; got nothing',
      `stages[2].kind: expected 'constant' | 'ramp' | 'steps' | 'sine' | 'spike'; got "wobble"`,
      'faults.poison.share: expected at most 1; got 2',
      'stagez: expected no such field',
    ])
  })

  it.each([
    ['is no YAML', 'a: [1,\nb: }', /at line 2, column/],
    ['is not a mapping', '- 1', /expected object|expected a/],
    ['has a stage without end before another', 'summary: A.\nstages: [{ kind: constant, rate: 1 }, { kind: constant, rate: 2 }]', /expected a length \(`for`\) of every stage but the last/], // prettier-ignore
    ['has outages that overlap', 'summary: A.\nstages: [{ kind: constant, rate: 1 }]\noutages: [{ after: 1m, for: 2m }, { after: 2m, for: 1s }]', /not overlapping/], // prettier-ignore
    ['swings below zero', 'summary: A.\nstages: [{ kind: sine, for: 1m, mean: 1, amplitude: 2, period: 9s }]', /at most the mean/], // prettier-ignore
    ['is even where people are not', 'summary: A.\nrhythm: daily\narrival: even\nstages: [{ kind: constant, rate: 1 }]', /expected poisson where the rhythm is daily/], // prettier-ignore
    ['blows up by aliases', `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]`, /alias/], // prettier-ignore
    ['is too large', `summary: ${'x'.repeat(300_000)}`, /expected at most 262144 bytes/],
  ])('that %s is refused', async (_, text, message) => {
    expect((await problemsOf(text)).join('\n')).toMatch(message)
  })

  it('that does not exist is refused by its path, or with the names of those that do', async () => {
    const path = join(folder, 'none.yaml')
    const messageOf = async (word: string) => {
      const failure = await readScenario(word).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'usage.invalid' })
      return (failure as Error).message
    }

    expect(await messageOf(path)).toBe(`${path}: there is no such file`)
    expect(await messageOf('nonsense')).toMatch(
      /^nonsense: expected a scenario \(black-friday, .*file$/,
    )
    expect(await messageOf('blackfriday')).toMatch(/; did you mean black-friday\?$/)
  })
})
