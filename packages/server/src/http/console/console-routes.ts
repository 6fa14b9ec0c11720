import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { pageAddresses } from '@muster/core/console/page-addresses.ts'
import { Refusal } from '../../refusal.ts'
import type { Route, RouteAnswer } from '../../route.ts'
import { chooseEncoding } from './choose-encoding.ts'
import type { BuiltFile, ConsoleBuild } from './read-build.ts'

const howToBuild =
  'Muster runs here. Its console is not built: run "npm run console" in its checkout, and start the server again.\n' +
  'The APIs are served all the same; /api/v1/openapi.json describes the native one.\n'

/** The console's pages and files; without a build, a word on `/` on how to get one. */
export function consoleRoutes(build: ConsoleBuild | undefined): Route[] {
  if (build === undefined) return [{ ...get('/'), handle: async () => text(howToBuild) }]
  const { document, files } = build
  const own = [...files.keys()].filter((address) => !address.startsWith('/assets/'))
  return [
    ...pageAddresses.map((path): Route => ({ ...get(path), handle: async () => renderDocument(document) })),
    ...own.map((path): Route => ({ ...get(path), handle: async ({ headers }) => send(files.get(path)!, headers) })),
    {
      ...get('/assets/:name'),
      handle: async ({ params, headers }) => {
        const file = files.get(`/assets/${params.name}`)
        // A page that was open while the server got a newer console asks for files that are gone.
        if (file === undefined) throw new Refusal('not_found')
        return send(file, headers, { isHashed: true })
      },
    },
  ]
}

function get(path: string): Pick<Route, 'method' | 'path' | 'access'> {
  return { method: 'GET', path, access: { kind: 'public' } }
}

function text(body: string): RouteAnswer {
  return { status: 200, contentType: 'text/plain; charset=utf-8', body }
}

/** Scripts and requests from and to this server alone; style elements only with the nonce of this very answer. */
function renderDocument(document: string): RouteAnswer {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': policy.join('; '), 'cache-control': 'no-cache' },
    body: document.replaceAll('{{style-nonce}}', nonce),
  }
}

function send(file: BuiltFile, headers: IncomingHttpHeaders, { isHashed = false } = {}): RouteAnswer {
  const encoding = chooseEncoding(headers['accept-encoding'], {
    br: file.br !== undefined,
    gzip: file.gzip !== undefined,
  })
  return {
    status: 200,
    contentType: file.type,
    headers: {
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding !== undefined && { 'content-encoding': encoding }),
    },
    body: encoding === undefined ? file.plain : file[encoding]!,
  }
}
