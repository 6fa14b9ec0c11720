import {
  type Answer,
  addressOf as fullAddressOf,
  type Input,
  type JsonPath,
  type Method,
  type Path,
} from '@muster/client/index.ts'

/**
 * One address of the native API: its method and path, and, as types, what goes in and what comes out. Values of it lie
 * beside this file, a file for each thing the server has.
 */
export interface Endpoint<Given extends EndpointInput, Answered> {
  readonly method: Method
  /** As in the OpenAPI document: `{name}` stands for a part of `params`. */
  readonly path: `/api/v1/${string}`
  /** Never set: it ties the types to the value. */
  readonly types?: (input: Given) => Answered
}

export interface EndpointInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: object
  readonly body?: unknown
}

/** The types are those of the OpenAPI document. */
export function endpoint<M extends Method, P extends JsonPath<M>>(
  method: M,
  path: P,
): Endpoint<Input<M, P> & EndpointInput, Answer<M, P>> {
  return { method, path }
}

/** What a page links to, or listens to. */
export function addressOf<P extends Path<'GET'>>(path: P, { params, query }: Omit<EndpointInput, 'body'> = {}): string {
  return fullAddressOf({ path, params, query: withoutBlanks(query) })
}

/** A field of a filter that holds nothing filters nothing. */
export function withoutBlanks(query: object | undefined): object | undefined {
  return query && Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}
