import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { identifySelf, isRunning, parseProcStat, signalProcess } from './process-identity.ts'

describe('the identity of a process', () => {
  const fields = (state: string) =>
    `${state} 1 1 1 0 -1 4194560 9 0 0 0 1 2 3 4 20 0 11 0 4711 125 8 9`

  test.each([
    ['a plain name', `77 (java) ${fields('S')}`, 'boot:4711'],
    ['a name with parentheses and spaces', `77 (a) b (c) ${fields('R')}`, 'boot:4711'],
    ['a zombie', `77 (java) ${fields('Z')}`, undefined],
    ['nothing', '', undefined],
  ])('is read from /proc for %s', (_what, stat, startedAt) => {
    expect(parseProcStat(stat, 'boot')).toBe(startedAt)
  })

  test('is the same each time it is asked for', async () => {
    expect(await identifySelf()).toEqual(await identifySelf())
  })

  test('is not that of a process which got the same number later', async () => {
    expect(await isRunning({ pid: process.pid, startedAt: 'another time' })).toBe(false)
  })

  test('keeps a signal from a process which got the same number later', async () => {
    const child = spawn('sleep', ['30'])
    const pid = child.pid ?? 0

    await signalProcess({ pid, startedAt: 'another time' }, 'SIGKILL')

    expect(child.killed || child.exitCode !== null || child.signalCode !== null).toBe(false)
    child.kill('SIGKILL')
  })
})
