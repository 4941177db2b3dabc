import { Chance } from '../simulation/chance.ts'
import { canary, oddText, oddValue } from './mutate-text.ts'

/** Bytes for a server, and what of them may be kept back. */
export interface FuzzedRequest {
  readonly bytes: Buffer
  /** The connection stays open on our side: the server must answer or close all the same. */
  readonly staysOpen: boolean
}

const methods = ['GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'PROPFIND', 'get', 'G\u0000T', 'PRI', ''] // prettier-ignore
const versions = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/1.1 x', ''] // prettier-ignore

const pathGames: readonly ((path: string, chance: Chance) => string)[] = [
  (path) => path,
  (path) => path,
  (path) => `/..${path}`,
  (path) => `${path}/../../../../etc/passwd`,
  (path) => path.replaceAll('/', '//'),
  (path) => path.replaceAll('/', '%2f'),
  (path) => path.replaceAll('/', '\\'),
  (path) => `${path}%00`,
  (path) => `${path}%`,
  (path) => `${path}%zz%c0%af`,
  (path) => path.toUpperCase(),
  (path) => `http://example.org${path}`,
  (path) => `//example.org${path}`,
  (path) => `${path};a=b#c`,
  (path) => `${path}?`,
  (path) => `${path}/${'a'.repeat(4000)}`,
  (path) => path.replace(/[^/]+/, '__proto__'),
  (path) => path.replace(/[^/]+$/, 'constructor'),
  (path, chance) => path + encodeURIComponent(oddText(chance).toWellFormed()),
  (path, chance) => path.slice(0, chance.below(path.length + 1)),
  () => '*',
  () => '',
]

/** Dates and date math, good and bad. */
const periods = ['now', 'now-24h', 'now-7d/d', 'now+1y', 'now-99999999999y', 'now/', 'now-1', '2026-11-21T00:00:00Z', '2026-11-21', '+275760-09-13T00:00:00Z', '-271821-04-20T00:00:00Z', '0', '1e21', '9'.repeat(400), '', 'now-1ms', 'null', 'now-24h||/d'] // prettier-ignore
const zones = ['UTC', 'Europe/Paris', 'Mars/Base', '+01:00', '+99:99', '../../etc/localtime', '', '__proto__', 'Etc/GMT+12'] // prettier-ignore
const queries = ['*', '', 'customer.id:c-1', '(((', '"', '/(a+)+$/', '*:* AND NOT *:*', 'a'.repeat(3000), '\\', 'x:[1 TO', '{"$ne":1}', '_exists_:_id', '<script>', '~1000000', '(a OR '.repeat(300)] // prettier-ignore

function query(chance: Chance): string {
  const mostly = (usual: string, odd: readonly string[]): string =>
    chance.isTrue(0.6) ? usual : (chance.pick(odd) ?? '')
  const values: readonly [name: string, value: string][] = [
    ['from', mostly('now-24h', periods)],
    ['to', mostly('now', periods)],
    ['zone', mostly('UTC', zones)],
    ['query', mostly('*', queries)],
    ['filters', filters(chance)],
    [mostly('page', [encodeURIComponent(oddText(chance).toWellFormed()), 'a b', '\u0000']), canary],
  ]
  const kept = values.filter((_, at) => chance.isTrue(at < 2 ? 0.95 : 0.2))
  const text = kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return chance.isTrue(0.8) ? `?${text}` : oddQuery(text, chance)
}

function oddQuery(text: string, chance: Chance): string {
  const twice = `?${text}&${text}`
  const games = [twice, `?from[a]=1&from[__proto__]=2&${text}`, `?${'a&'.repeat(2000)}${text}`, `?${text}%`] // prettier-ignore
  return chance.pick(games) ?? ''
}

function filters(chance: Chance): string {
  const one = `{"field":"transaction.outcome","values":["authorized"],"isNegated":${chance.isTrue(0.5)}}` // prettier-ignore
  if (chance.isTrue(0.4)) return `[${one}]`
  return chance.isTrue(0.5) ? oddValue(chance).slice(0, 3000) : one.replace(/"[^"]*"/, oddValue(chance).slice(0, 1000)) // prettier-ignore
}

const headerGames: readonly ((chance: Chance) => string)[] = [
  () => 'Accept-Encoding: gzip',
  () => 'Accept-Encoding: gzip;q=nan, *;q=-1',
  () => 'If-None-Match: *',
  () => 'Range: bytes=0-18446744073709551615',
  () => 'Content-Length: 5',
  () => 'Content-Length: -1',
  () => 'Content-Length: 99999999999999999999',
  () => 'Content-Length: 0\r\nContent-Length: 7',
  () => 'Transfer-Encoding: chunked',
  () => 'Transfer-Encoding: chunked\r\nContent-Length: 3',
  () => 'Transfer-Encoding: xchunked, identity',
  () => 'Expect: 100-continue',
  () => 'Expect: 200-maybe',
  () => 'Connection: Upgrade\r\nUpgrade: websocket',
  () => 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk',
  () => 'Connection: close, keep-alive',
  () => 'Host: example.org',
  () => 'Host:',
  () => 'X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: localhost',
  () => 'Content-Type: application/json; charset=\u0000',
  () => ' folded: header',
  () => 'no colon',
  () => ': no name',
  (chance) => `X-Long: ${'x'.repeat(chance.pick([100, 8_000, 16_000, 70_000]) ?? 0)}`,
  (chance) => Array.from({ length: chance.pick([50, 2100]) ?? 0 }, (_, at) => `X-${at}: y`).join('\r\n'), // prettier-ignore
  (chance) => `X-Odd: ${oddText(chance)}`,
]

const bodies = ['', '', '', 'hello', '5\r\nhello\r\n0\r\n\r\n', 'ffffffffffffffff\r\nx', '{"a":1}', 'GET / HTTP/1.1\r\n\r\n'] // prettier-ignore

/** The request that follows from a seed and its number, and from nothing else. */
export function fuzzedRequest(
  { seed, number }: { readonly seed: number; readonly number: number },
  { host, paths }: { readonly host: string; readonly paths: readonly string[] },
): FuzzedRequest {
  const chance = new Chance(Math.imul(seed, 0x9e37_79b1) + Math.imul(number, 0xc2b2_ae35))
  const mostly = <Item>(usual: Item, odd: readonly Item[], share = 0.85): Item =>
    chance.isTrue(share) ? usual : (chance.pick(odd) ?? usual)
  const target = targetIn(paths, chance)
  const lines = [
    [mostly('GET', methods), target, mostly('HTTP/1.1', versions)].join(' '),
    ...mostly([`Host: ${host}`], [[]], 0.97),
    ...oddHeaders(chance),
    '',
    mostly('', bodies, 0.9),
  ]
  const bytes = Buffer.from(lines.join(mostly('\r\n', ['\n', '\r'], 0.95)))
  return { bytes: mutated(bytes, chance), staysOpen: chance.isTrue(0.05) }
}

function targetIn(paths: readonly string[], chance: Chance): string {
  const path = chance.pick(paths) ?? '/'
  const game = chance.isTrue(0.6) ? path : (chance.pick(pathGames)?.(path, chance) ?? path)
  return chance.isTrue(0.6) ? game + query(chance) : game
}

function oddHeaders(chance: Chance): string[] {
  const count = chance.isTrue(0.5) ? 0 : 1 + chance.below(2)
  return Array.from({ length: count }, () => chance.pick(headerGames)?.(chance) ?? '')
}

function mutated(bytes: Buffer, chance: Chance): Buffer {
  if (chance.isTrue(0.85)) return bytes
  const at = chance.below(bytes.length + 1)
  const noise = Buffer.from(Array.from({ length: chance.below(12) }, () => chance.below(256)))
  if (chance.isTrue(0.3)) return bytes.subarray(0, at)
  if (chance.isTrue(0.3)) return Buffer.concat([bytes, bytes, bytes])
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + chance.below(3))])
}
