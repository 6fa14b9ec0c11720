import type { MusterClient } from './create-client.ts'
import type { Answer, Arguments, CallOptions, Input, Item, ListPath } from './endpoint-types.ts'

type ListCall<P extends ListPath> = Arguments<Input<'GET', P>>
type AnyPage = { readonly items: unknown[]; readonly next_cursor: string | null }
type AnyRequest = CallOptions & { readonly query?: { readonly limit?: number; readonly cursor?: string } }

/** The largest that lists give at a time. */
const pageLimitMax = 1000

/** The pages of a list, each asked for when the one before has been used up. `query.limit` is the size of one. */
export async function* readPages<P extends ListPath>(
  client: MusterClient,
  path: P,
  ...[request]: ListCall<P>
): AsyncGenerator<Answer<'GET', P>, void> {
  const given: AnyRequest = request ?? {}
  // The types of one path are proven where this is called; in here it is any of them.
  const get = client.get as unknown as (path: ListPath, request: AnyRequest) => Promise<AnyPage>
  let cursor = given.query?.cursor
  do {
    const query = { limit: pageLimitMax, ...given.query, ...(cursor !== undefined && { cursor }) }
    const page = await get(path, { ...given, query })
    yield page as Answer<'GET', P>
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

/** `for await (const device of paginate(client, '/api/v1/devices', { query: { os: ['linux'] } }))` */
export async function* paginate<P extends ListPath>(
  client: MusterClient,
  path: P,
  ...request: ListCall<P>
): AsyncGenerator<Item<P>, void> {
  for await (const page of readPages(client, path, ...request)) yield* (page as AnyPage).items as Item<P>[]
}
