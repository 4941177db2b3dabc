import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { askKafka } from './kafka-probe.ts'
import { anyFreePort } from './ports.ts'

let server: Server | undefined

afterEach(() => {
  server?.close()
})

describe('the question to a broker', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['never answers', () => undefined],
    ['hangs up', (socket) => socket.end()],
    ['speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['answers with an empty body', (socket) => socket.write(Buffer.alloc(4))],
    [
      'answers with too few bytes',
      (socket) => socket.write(Buffer.from([0, 0, 0, 5, 0, 0, 0, 7, 0])),
    ],
  ])('is undefined when the server %s', async (_what, answer) => {
    const port = await listen(answer)

    expect(await askKafka(port, 200)).toBeUndefined()
  })

  test('is undefined when nobody listens', async () => {
    expect(await askKafka(await anyFreePort(), 200)).toBeUndefined()
  })
})

async function listen(answer: (socket: Socket) => void): Promise<number> {
  const port = await anyFreePort()
  server = createServer((socket) => {
    socket.once('data', () => {
      answer(socket)
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve))
  return port
}
