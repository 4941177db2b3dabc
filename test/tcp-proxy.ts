import { connect, createServer, type Server, type Socket } from 'node:net'
import { type AddressInfo } from 'node:net'

/** A way to a server that a test can cut and mend. */
export interface TcpProxy {
  readonly port: number
  /** Nobody gets through any more, and who was through is cut off. */
  cut(): Promise<void>
  mend(): Promise<void>
}

/** Listens on a free port of 127.0.0.1 and hands everything on to the target. */
export async function startTcpProxy(target: {
  readonly host: string
  readonly port: number
}): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const open = () =>
    createServer((incoming) => {
      const outgoing = connect(target)
      keep(incoming)
      keep(outgoing)
      incoming.pipe(outgoing).pipe(incoming)
    })
  let server = open()
  await listen(server, 0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async mend() {
      server = open()
      await listen(server, port)
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
}
