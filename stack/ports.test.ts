import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { anyFreePort, choosePort, isPortFree, type PortWish } from './ports.ts'

const wish: PortWish = {
  title: 'Kafka',
  setting: 'TALLY_KAFKA_PORT',
  explicit: undefined,
  usual: 9092,
  last: undefined,
}

const freeExcept =
  (...taken: number[]) =>
  (port: number) =>
    Promise.resolve(!taken.includes(port))

describe('the port of a server', () => {
  test('is the usual one, without a word, when that is free', async () => {
    expect(await choosePort(wish, freeExcept())).toEqual({ port: 9092 })
  })

  test('is the next free one, with a notice, when the usual one is taken', async () => {
    expect(await choosePort(wish, freeExcept(9092, 9093))).toEqual({
      port: 9094,
      notice: 'Port 9092 is taken, so Kafka listens on 9094.',
    })
  })

  test('is the one of the last time when the usual one is taken', async () => {
    const { port } = await choosePort({ ...wish, last: 9100 }, freeExcept(9092))

    expect(port).toBe(9100)
  })

  test('is the usual one again as soon as that is free', async () => {
    expect(await choosePort({ ...wish, last: 9100 }, freeExcept())).toEqual({ port: 9092 })
  })

  test('is any free one when all near the usual one are taken', async () => {
    const { port } = await choosePort(wish, () => Promise.resolve(false))

    expect(port).toBeGreaterThan(1024)
  })

  test('is the one that was asked for, or none', async () => {
    const asked = { ...wish, explicit: 9999 }

    expect(await choosePort(asked, freeExcept(9092))).toEqual({ port: 9999 })
    await expect(choosePort(asked, freeExcept(9999))).rejects.toMatchObject({
      code: 'stack.port-taken',
      message: 'Port 9999, which TALLY_KAFKA_PORT asks for, is taken by another program.',
    })
  })
})

describe('a port', () => {
  let server: Server | undefined

  afterEach(() => {
    server?.close()
  })

  test.each([['127.0.0.1'], ['0.0.0.0'], ['::']])(
    'is taken when a server listens on %s',
    async (host) => {
      const port = await anyFreePort()
      server = createServer()
      await new Promise<void>((resolve) => server?.listen({ port, host }, resolve))

      expect(await isPortFree(port)).toBe(false)
    },
  )

  test('is free when nobody listens', async () => {
    expect(await isPortFree(await anyFreePort())).toBe(true)
  })
})
