import type { MusterClient } from './create-client.ts'
import type { Arguments, CallOptions, Input, Item, ListPath, Page } from './endpoint-types.ts'

type ListCall<P extends ListPath> = Arguments<Input<'GET', P>>
type AnyRequest = CallOptions & { readonly query?: { readonly limit?: number; readonly cursor?: string } }

/** The largest that lists give at a time. */
const pageLimitMax = 1000

/** The pages of a list, each asked for when the one before has been used up. `query.limit` is the size of one. */
export async function* readPages<P extends ListPath>(
  client: MusterClient,
  path: P,
  ...[request]: ListCall<P>
): AsyncGenerator<Page<P>, void> {
  const given: AnyRequest = request ?? {}
  // What one path takes is proven where this is called; in here it is any of them.
  const get = client.get as unknown as (path: P, request: AnyRequest) => Promise<Page<P>>
  let cursor = given.query?.cursor
  do {
    const query = { limit: pageLimitMax, ...given.query, ...(cursor !== undefined && { cursor }) }
    const page = await get(path, { ...given, query })
    yield page
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

/** `for await (const device of paginate(client, '/api/v1/devices', { query: { os: ['linux'] } }))` */
export async function* paginate<P extends ListPath>(
  client: MusterClient,
  path: P,
  ...request: ListCall<P>
): AsyncGenerator<Item<P>, void> {
  for await (const page of readPages(client, path, ...request)) yield* page.items
}
