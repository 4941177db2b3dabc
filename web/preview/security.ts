import { type FastifyInstance } from 'fastify'

/**
 * Nothing is loaded from anywhere else, nothing inline is run, and nobody may put the page in a
 * frame; so hostile text in an event stays text.
 */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const loopback = ['127.0.0.1', 'localhost', '[::1]', '::1']

/** Longest address that is answered; the filters of a dashboard are the longest part of one. */
export const addressBytesMax = 16 * 1024

/**
 * Puts the security headers on every answer, and answers nothing but GET.
 *
 * On a loopback address only requests that name it are answered: a page of somebody else's, whose
 * host name was pointed at 127.0.0.1, could read the figures otherwise.
 */
export function secure(server: FastifyInstance, host: string): void {
  const isLocal = loopback.includes(host)
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    if (request.method !== 'GET') {
      return reply
        .code(405)
        .header('allow', 'GET')
        .send({
          problem: `${request.method} is not answered here`,
          action: 'Use GET.',
        })
    }
    if (isLocal && !loopback.includes(request.hostname)) {
      return reply.code(421).send({
        problem: 'This address is not the one of the preview',
        action: 'Open http://127.0.0.1 with its port.',
      })
    }
    const bytes = Buffer.byteLength(request.url)
    if (bytes > addressBytesMax) {
      return reply.code(414).send({
        problem: `The address is ${bytes} bytes long; at most ${addressBytesMax} are read`,
        action: 'Remove filters, or shorten the query.',
      })
    }
    return undefined
  })
}
