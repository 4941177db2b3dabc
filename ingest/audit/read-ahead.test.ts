import { describe, expect, it } from 'vitest'
import { readAhead } from './read-ahead.ts'

describe('reading ahead', () => {
  it('gives everything in order, and reads one more meanwhile', async () => {
    const asked: number[] = []
    const given: string[] = []

    const read = (item: number) => {
      asked.push(item)
      return Promise.resolve(item)
    }
    for await (const found of readAhead([0, 1, 2], read)) given.push(`${found} of ${asked.length}`)

    expect(given).toEqual(['0 of 2', '1 of 3', '2 of 3'])
  })

  it('throws what a reading throws when it is its turn', async () => {
    const given: number[] = []

    const reading = async () => {
      const fail = new Error('the second')
      const read = (item: number) => (item === 1 ? Promise.reject(fail) : Promise.resolve(item))
      for await (const found of readAhead([0, 1, 2], read)) given.push(found)
    }

    await expect(reading()).rejects.toThrow('the second')
    expect(given).toEqual([0])
  })

  it('lets what is being read end before a caller that leaves goes on', async () => {
    let isReading = false

    const read = async (item: number) => {
      isReading = true
      await Promise.resolve()
      isReading = false
      return item
    }
    for await (const found of readAhead([0, 1], read)) {
      expect(found).toBe(0)
      break
    }

    expect(isReading).toBe(false)
  })
})
