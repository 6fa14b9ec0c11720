import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import type { Caller } from './caller.ts'
import type { IdempotentRequest } from './operations/mutate.ts'

/**
 * One address of the server, as data: `http/` is the only folder that knows the web framework. What a schema here
 * says is checked before `handle` runs, and is what the OpenAPI document shows.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  /** `/api/v1/actions/:id` */
  readonly path: string
  readonly access: Access
  readonly summary?: string
  readonly tag?: string
  readonly params?: TSchema
  readonly query?: TSchema
  /** JSON unless `rawBody`; absent: the body is handed over parsed and unchecked. */
  readonly body?: TSchema
  readonly response?: TSchema
  /** `bytes`: any media type, handed over as a Buffer; `text`: JSON or CSV as a string. Default: parsed JSON. */
  readonly rawBody?: 'bytes' | 'text'
  /** The body may also be an HTML form (OAuth). */
  readonly acceptsForm?: boolean
  /** All is in the URL; a body, of whatever media type, is not looked at. */
  readonly ignoresBody?: boolean
  /** Its GET makes something, which HEAD must not: HEAD is a 405. */
  readonly refusesHead?: boolean
  /** Default: what the configuration says; on a public route 256 KiB, for OAuth 16 KiB. */
  readonly bodyBytesMax?: number
  readonly handle: (request: RouteRequest) => Promise<RouteAnswer>
}

export type Access =
  /**
   * `oauth`: errors are told as RFC 6749 has them; `sign-in`: pages of other sites may not send it, and no address
   * without end; `link`: whoever has the link, and no address without end.
   */
  | { readonly kind: 'public'; readonly api?: 'oauth' | 'sign-in' | 'link' }
  /** A person by the cookie of a console session, whatever the role. */
  | { readonly kind: 'session'; readonly api?: undefined; readonly fresh?: boolean }
  | {
      readonly kind: 'token'
      /** Checked before the handler; 'any' where the handler checks (it must). */
      readonly scope: string
      /** The API's name: requests are counted under it, and its limit is told in every answer. */
      readonly rateLimit?: string
      /** Speaks as the wire API does: the token may stand in the URL, and a bad one is told as in RFC 6750. */
      readonly api?: 'wire'
      /** Through a console session only shortly after a sign-in, or its repetition. */
      readonly fresh?: boolean
    }

export interface RouteRequest {
  /** For a public route: account 0, no scopes; peer and request id are set. */
  readonly caller: Caller
  readonly params: Readonly<Record<string, string>>
  /** Without the access token. A key given twice is an array, where no schema says otherwise. */
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly headers: IncomingHttpHeaders
  /** Set where a mutating request carries an Idempotency-Key; hand it to `mutate`. */
  readonly idempotent: IdempotentRequest | undefined
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
}

export interface RouteAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Default: application/json. */
  readonly contentType?: string
  /** A string or Buffer goes out as it is; an object is rendered as JSON. */
  readonly body: string | Buffer | Readable | object | null
}
