import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PipelineError } from '../runtime/problem.ts'
import { readState, type StackState, toFailure, writeState } from './state.ts'
import { StatePublisher } from './state-publisher.ts'

const state: StackState = {
  keeper: { pid: 4711, startedAt: 'boot:1' },
  phase: 'starting',
  progress: '',
  notices: [],
  failure: null,
  kafka: { phase: 'starting', port: 9092, process: { pid: 4712, startedAt: 'boot:2' } },
  elasticsearch: null,
}

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-state-'))
  file = join(folder, 'state.json')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

describe('the state of a stack', () => {
  test('is read as it was written, and nothing else is left in the folder', async () => {
    await writeState(file, state)

    expect(await readState(file)).toEqual(state)
    expect(await readdir(folder)).toEqual(['state.json'])
  })

  test.each([
    ['cut off', '{"keeper":{"pid":47'],
    ['of another program', '{"keeper":"me"}'],
    ['empty', ''],
  ])('is taken for absent when its file is %s', async (_how, content) => {
    await writeFile(file, content)

    expect(await readState(file)).toBeUndefined()
  })

  test('carries a failure as its code and two sentences', () => {
    const problem = { code: 'stack.port-taken', message: 'Taken.', action: 'End it.' } as const

    expect(toFailure(new PipelineError(problem))).toEqual(problem)
  })
})

describe('the publisher of a state', () => {
  test('writes the last of many changes', async () => {
    const publisher = new StatePublisher(file, state, unexpected)
    for (let second = 0; second < 50; second += 1) publisher.update({ progress: `${second} s` })
    await publisher.flush()

    expect((await readState(file))?.progress).toBe('49 s')
  })

  test('goes on when the disk refuses a write, and tells', async () => {
    const troubles: unknown[] = []
    const publisher = new StatePublisher(join(folder, 'none', 'state.json'), state, (trouble) => {
      troubles.push(trouble)
    })
    publisher.update({ phase: 'running' })
    await publisher.flush()

    expect(troubles).toHaveLength(1)
    expect(publisher.state.phase).toBe('running')
  })

  test('keeps the last twenty notices', () => {
    const publisher = new StatePublisher(file, state, unexpected)
    for (let count = 0; count < 25; count += 1) publisher.addNotice(String(count))

    expect(publisher.state.notices).toHaveLength(20)
    expect(publisher.state.notices.at(-1)).toBe('24')
    return publisher.flush()
  })
})

function unexpected(error: unknown): never {
  throw error
}
