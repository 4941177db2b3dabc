import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo } from 'node:net'
import { type Answer, ok, refusal } from './answer.ts'
import { answerExport } from './export-api.ts'
import { type Flavour, isAtLeast } from './flavour.ts'
import { answerImport } from './import-api.ts'
import { answerDefaultDataView, answerSettings } from './settings-api.ts'
import { answerStatus, type Health } from './status-api.ts'
import { type KeptObject, KibanaStore } from './store.ts'

interface FakeKibanaOptions {
  readonly flavour?: Flavour
  /** How well it is at each look, and after the last one as then. */
  readonly health?: readonly Health[]
  /** Besides the default space; undefined = it knows no spaces. */
  readonly spaces?: readonly string[] | undefined
  /** Values of the header `authorization` that are let in; undefined = everybody is. */
  readonly keys?: readonly string[]
  /** Paths that answer 403. */
  readonly forbidden?: readonly string[]
  readonly basePath?: string
  /** Makes it speak TLS. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/**
 * A Kibana of which the import, the export, the state and the default data view answer as those of
 * 7.10, 7.17, 8.19 and 9.1 do. It keeps its objects, in spaces, and migrates what it imports.
 */
export class FakeKibana {
  readonly store = new KibanaStore()
  readonly asked: Asked[] = []
  /** Answers of some paths instead of its own. */
  readonly instead = new Map<string, Answer>()
  readonly flavour: Flavour
  readonly #options: FakeKibanaOptions
  readonly #server: Server
  readonly #health: Health[]

  private constructor(options: FakeKibanaOptions) {
    this.flavour = options.flavour ?? '7.10.2'
    this.#options = options
    this.#health = [...(options.health ?? ['available'])]
    const serve = (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { status, body } = this.#answer(request, Buffer.concat(chunks).toString('utf8'))
        const isText = typeof body === 'string'
        response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' })
        response.end(isText ? body : JSON.stringify(body))
      })
    }
    this.#server =
      options.tls === undefined ? createServer(serve) : createSecureServer(options.tls, serve)
  }

  static async start(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
    const kibana = new FakeKibana(options)
    await new Promise<void>((resolve) => kibana.#server.listen(0, '127.0.0.1', resolve))
    return kibana
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    const scheme = this.#options.tls === undefined ? 'http' : 'https'
    return `${scheme}://127.0.0.1:${port}${this.#options.basePath ?? ''}`
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What somebody saves in Kibana's own pages. */
  edit(
    type: string,
    id: string,
    change: (attributes: Record<string, unknown>) => Record<string, unknown>,
    space = 'default',
  ): void {
    const object = this.store.find(space, type, id)
    if (object === undefined) throw new Error(`there is no ${type} ${id}`)
    this.store.save(space, [{ ...object, attributes: change({ ...object.attributes }) }])
  }

  /** An object that somebody makes there. */
  put(object: Pick<KeptObject, 'type' | 'id'> & Partial<KeptObject>, space = 'default'): void {
    const versions = { migrationVersion: { [object.type]: '7.0.0' } }
    this.store.save(space, [{ attributes: {}, references: [], versions, ...object }])
  }

  #answer({ url, method = 'GET', headers }: IncomingMessage, body: string): Answer {
    const { pathname, search, searchParams } = new URL(url ?? '/', 'http://kibana.test')
    this.asked.push({ method, path: pathname, query: search, headers, body })
    const { space, path } = placeIn(pathname, this.#options.basePath)
    const isKnown = this.#options.keys?.includes(headers.authorization ?? '') ?? true
    return (
      this.instead.get(path) ??
      this.#status(path, isKnown) ??
      this.#refusal({ path, method, headers, isKnown }) ??
      this.#route(`${method} ${path}`, { space, body, query: searchParams, headers })
    )
  }

  #status(path: string, isKnown: boolean): Answer | undefined {
    const isOpen = isKnown || isAtLeast(this.flavour, '8.0')
    if (path !== '/api/status' || !isOpen) return undefined
    const health = this.#health.length > 1 ? this.#health.shift() : this.#health[0]
    return answerStatus(this.flavour, health ?? 'available', isKnown)
  }

  #refusal(asked: {
    readonly path: string
    readonly method: string
    readonly headers: IncomingMessage['headers']
    readonly isKnown: boolean
  }): Answer | undefined {
    if (!asked.isKnown) return refusal(401, '[security_exception]: unable to authenticate user')
    if (this.#options.forbidden?.includes(asked.path)) return refusal(403, 'Unable to bulk_create')
    return asked.method === 'POST' && asked.headers['kbn-xsrf'] === undefined
      ? refusal(400, 'Request must contain a kbn-xsrf header.')
      : undefined
  }

  #route(
    route: string,
    asked: {
      readonly space: string
      readonly body: string
      readonly query: URLSearchParams
      readonly headers: IncomingMessage['headers']
    },
  ): Answer {
    const { flavour, store } = this
    const { space, body, query, headers } = asked
    const hasDataViews = isAtLeast(flavour, '8.0')
    const routes: Readonly<Record<string, () => Answer>> = {
      'POST /api/saved_objects/_import': () =>
        answerImport({ flavour, store, space, body, query, contentType: headers['content-type'] }), // prettier-ignore
      'POST /api/saved_objects/_export': () => answerExport({ flavour, store, space, body }),
      ...(this.#options.spaces === undefined ? {} : { 'GET /api/spaces/space': () => this.#spaces() }), // prettier-ignore
      ...(hasDataViews
        ? bothMethods('/api/data_views/default', () => answerDefaultDataView(store, space, body))
        : bothMethods('/api/kibana/settings', () => answerSettings(store, space, body))),
    }
    return routes[route]?.() ?? refusal(404, 'Not Found')
  }

  #spaces(): Answer {
    return ok(['default', ...(this.#options.spaces ?? [])].map((id) => ({ id, name: id })))
  }
}

function placeIn(pathname: string, basePath = ''): { space: string; path: string } {
  const below = new RegExp(`^${basePath}(?:/s/([^/]+))?(/api/.*)$`)
  const [, space = 'default', path = ''] = below.exec(pathname) ?? []
  return { space, path }
}

function bothMethods(path: string, answer: () => Answer): Record<string, () => Answer> {
  return { [`GET ${path}`]: answer, [`POST ${path}`]: answer }
}
