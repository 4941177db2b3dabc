import { createServer, connect } from 'node:net'
import { PipelineError } from '../runtime/problem.ts'

/** Which port a server shall have. */
export interface PortWish {
  readonly title: string
  /** The environment variable that asks for a port, for the sentence that says it is taken. */
  readonly setting: string
  /** Set by the user: this one or none. */
  readonly explicit: number | undefined
  /** Where everybody expects such a server. */
  readonly usual: number
  /** Where it listened the last time, so that what was pointed there still finds it. */
  readonly last: number | undefined
}

interface PortChoice {
  readonly port: number
  /** Set when it is not the port that everybody expects. */
  readonly notice?: string
}

/**
 * Chooses a port on 127.0.0.1.
 *
 * It is free now; somebody else may still take it before the server binds it.
 *
 * @throws PipelineError `stack.port-taken` for a port that the user asked for.
 */
export async function choosePort(wish: PortWish, isFree = isPortFree): Promise<PortChoice> {
  if (wish.explicit !== undefined) {
    if (await isFree(wish.explicit)) return { port: wish.explicit }
    throw portTaken(wish, wish.explicit)
  }
  const neighbours = Array.from({ length: 20 }, (_, index) => wish.usual + 1 + index)
  for (const port of [wish.usual, wish.last ?? wish.usual, ...neighbours]) {
    if (await isFree(port)) return describeChoice(wish, port)
  }
  return describeChoice(wish, await anyFreePort())
}

export function portTaken(wish: PortWish, port: number): PipelineError {
  return new PipelineError({
    code: 'stack.port-taken',
    message: `Port ${port}, which ${wish.setting} asks for, is taken by another program.`,
    action: `End that program, or set ${wish.setting} to a free port or not at all.`,
    context: { port },
  })
}

/**
 * Whether a server can listen on a port of 127.0.0.1.
 *
 * Binding alone does not tell: on macOS it succeeds beside a server that listens on all addresses.
 */
export async function isPortFree(port: number): Promise<boolean> {
  return !(await accepts(port)) && (await binds(port))
}

/** A port that nobody uses at this moment, chosen by the operating system. */
export async function anyFreePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => {
        resolve(port)
      })
    })
  })
}

function describeChoice({ title, usual }: PortWish, port: number): PortChoice {
  if (port === usual) return { port }
  return { port, notice: `Port ${usual} is taken, so ${title} listens on ${port}.` }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 500 })
    const settle = (isAccepted: boolean) => {
      socket.destroy()
      resolve(isAccepted)
    }
    socket.once('connect', () => {
      settle(true)
    })
    socket.once('error', () => {
      settle(false)
    })
    socket.once('timeout', () => {
      settle(false)
    })
  })
}

function binds(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}
