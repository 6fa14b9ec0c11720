import type { paths } from './api-types.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Operation<M extends Method, P extends keyof paths> =
  paths[P] extends Record<Lowercase<M>, infer Found> ? Found : never

type Content<Op> = Op extends { responses: infer Answers }
  ? Answers[keyof Answers & (200 | 201)] extends { content: infer Media }
    ? Media
    : never
  : never

type Json<Media> = Media extends { 'application/json': infer Body } ? Body : never

/** Paths that take the method. */
export type Path<M extends Method> = {
  [P in keyof paths]: [Operation<M, P>] extends [never] ? never : P
}[keyof paths]

/** Of these, those that answer JSON. */
export type JsonPath<M extends Method> = {
  [P in keyof paths]: [Json<Content<Operation<M, P>>>] extends [never] ? never : P
}[keyof paths]

/** Lists, which answer `{items, next_cursor}`. */
export type ListPath = {
  [P in JsonPath<'GET'>]: Answer<'GET', P> extends { items: unknown[]; next_cursor: string | null } ? P : never
}[JsonPath<'GET'>]

export type Answer<M extends Method, P extends keyof paths> = Json<Content<Operation<M, P>>>
export type Item<P extends ListPath> = Answer<'GET', P> extends { items: (infer One)[] } ? One : never

/** One page of a list. */
export type Page<P extends ListPath> = Answer<'GET', P> & {
  items: Item<P>[]
  /** Null: that was all. */
  next_cursor: string | null
}

/** What goes in: the names in the path's braces, the query, the body. */
export type Input<M extends Method, P extends keyof paths> = Params<Operation<M, P>> &
  Query<Operation<M, P>> &
  Body<Operation<M, P>>

type Params<Op> = Op extends { parameters: { path: infer Given } } ? { readonly params: Given } : unknown

type Query<Op> = Op extends { parameters: { query: infer Given } }
  ? { readonly query: OrUndefined<Given> }
  : Op extends { parameters: { query?: infer Given } }
    ? [NonNullable<Given>] extends [never]
      ? unknown
      : { readonly query?: OrUndefined<NonNullable<Given>> | undefined }
    : unknown

type Body<Op> = Op extends { requestBody: { content: infer Media } }
  ? [Exclude<keyof Media, 'application/json'>] extends [never]
    ? { readonly body: Json<Media> }
    : WithRaw<Media>
  : unknown

type WithRaw<Media> =
  | { readonly raw: RawBody<keyof Media>; readonly body?: undefined }
  | ([Json<Media>] extends [never] ? never : { readonly body: Json<Media>; readonly raw?: undefined })

/** Sent as it is. */
export interface RawBody<MediaType = string> {
  readonly mediaType: MediaType
  readonly content: string | Uint8Array<ArrayBuffer> | Blob
}

/** What is optional may be said to be undefined, and is left out. */
type OrUndefined<Given> = {
  [Key in keyof Given]: Record<never, never> extends Pick<Given, Key> ? Given[Key] | undefined : Given[Key]
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /**
   * Of what changes something: the same key again gets the first answer, and nothing is done twice. One is made where
   * none is given.
   */
  readonly idempotencyKey?: string | undefined
  /** In the place of the client's. */
  readonly patienceSeconds?: number | undefined
}

/** The last argument of a call; it may be left out where nothing in it is needed. */
export type Arguments<Given> =
  Record<never, never> extends Given ? [request?: Given & CallOptions] : [request: Given & CallOptions]

/** A request whatever the types know: of a newer server, or made of parts. */
export interface PlainRequest extends CallOptions {
  readonly method: Method
  /** With names in braces, as in the OpenAPI document. */
  readonly path: string
  readonly params?: Readonly<Record<string, string | number>> | undefined
  readonly query?: object | undefined
  readonly body?: unknown
  readonly raw?: RawBody | undefined
}
