import { generateKeyPairSync, sign } from 'node:crypto'

/** PEM of a key and of a certificate for 127.0.0.1 that signs itself, and so is its own CA. */
export interface SelfSigned {
  readonly key: string
  readonly cert: string
}

/** Makes one by hand (RFC 5280), because Node makes keys and no certificates. */
export function selfSigned(): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const algorithm = der(0x30, der(0x06, hex('2a8648ce3d040302'))) // ecdsa-with-SHA256
  const commonName = der(0x30, der(0x06, hex('550403')), der(0x0c, Buffer.from('tally-test')))
  const name = der(0x30, der(0x31, commonName))
  const validity = der(0x30, time('200101000000Z'), time('491231235959Z'))
  const address = der(0x30, der(0x87, Buffer.from([127, 0, 0, 1])))
  const alternativeName = der(0x30, der(0x06, hex('551d11')), der(0x04, address))
  const signed = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, alternativeName)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', signed, privateKey))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(der(0x30, signed, algorithm, signature)),
  }
}

/** Tag, length and value. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const length =
    value.length < 0x80 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), value])
}

function time(text: string): Buffer {
  return der(0x17, Buffer.from(text))
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
