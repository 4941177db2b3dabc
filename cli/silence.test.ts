import { describe, expect, it } from 'vitest'
import { Silence } from './silence.ts'

const looks = (silence: Silence, count: number) =>
  Array.from({ length: count }, () => silence.look())

describe('a silence', () => {
  it('is too long after so many looks without a sign, and begins anew with each', () => {
    const silence = new Silence(3)

    const first = looks(silence, 3)
    silence.hear()
    const second = looks(silence, 4)

    expect(first).toEqual([false, false, false])
    expect(second).toEqual([false, false, false, true])
  })
})
