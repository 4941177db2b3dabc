import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findJdkTool, type Java } from '../stack/java.ts'

const run = promisify(execFile)

/** Of every store; they hold keys that are thrown away after the tests. */
export const storePassword = 'only-for-tests'

/** Paths of certificates for 127.0.0.1 that sign themselves, and so are their own CA. */
export interface Certificates {
  /** PKCS #12 with key and certificate of the servers. */
  readonly serverStore: string
  /** PEM of that certificate: what clients trust. */
  readonly serverCa: string
  /** PEM of a certificate that no server has. */
  readonly otherCa: string
  /** PKCS #12 with the certificates of clients that servers trust. */
  readonly trustStore: string
  readonly clientCertificate: string
  readonly clientKey: string
}

/** Makes them with the tools of the JDK that the servers need anyway. */
export async function makeCertificates(folder: string, java: Java): Promise<Certificates> {
  const path = (name: string) => join(folder, name)
  const keytool = await findJdkTool(java, 'keytool')
  const call = (words: readonly string[]) => run(keytool, [...words, '-storepass', storePassword])
  const make = async (name: string) => {
    const store = path(`${name}.p12`)
    const certificate = path(`${name}.pem`)
    await call(['-genkeypair', '-alias', name, '-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', `CN=tally-${name}`, '-ext', 'san=ip:127.0.0.1,dns:localhost', '-validity', '2', '-storetype', 'PKCS12', '-keystore', store]) // prettier-ignore
    await call(['-exportcert', '-rfc', '-alias', name, '-file', certificate, '-keystore', store])
    return { store, certificate }
  }
  const [server, other, client] = await Promise.all([make('server'), make('other'), make('client')])
  const trustStore = path('trust.p12')
  await call(['-importcert', '-noprompt', '-alias', 'client', '-file', client.certificate, '-storetype', 'PKCS12', '-keystore', trustStore]) // prettier-ignore
  const clientKey = path('client-key.pem')
  await writeFile(clientKey, await keyIn(client.store, folder, java))
  return {
    serverStore: server.store,
    serverCa: server.certificate,
    otherCa: other.certificate,
    trustStore,
    clientCertificate: client.certificate,
    clientKey,
  }
}

/** Neither keytool nor Node gives a key out of such a store as PEM. */
async function keyIn(store: string, folder: string, { java }: Java): Promise<string> {
  const source = join(folder, 'PrintKey.java')
  await writeFile(
    source,
    `import java.nio.file.*; import java.security.*; import java.util.*;
    class PrintKey {
      public static void main(String[] a) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(Files.newInputStream(Path.of(a[0])), a[1].toCharArray());
        Key key = store.getKey("client", a[1].toCharArray());
        String text = Base64.getMimeEncoder(64, new byte[] {'\\n'}).encodeToString(key.getEncoded());
        System.out.println("-----BEGIN PRIVATE KEY-----\\n" + text + "\\n-----END PRIVATE KEY-----");
      }
    }`,
  )
  const { stdout } = await run(java, [source, store, storePassword])
  return stdout
}
