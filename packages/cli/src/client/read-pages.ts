import { type Page, pageLimitMax } from '@muster/core/api/page.ts'
import type { ApiClient, ApiRequest } from './api-client.ts'

/** The items of a list, at most `max` of them, and whether there are more. */
export async function readPages<Item>(
  client: ApiClient,
  path: string,
  query: ApiRequest['query'],
  max = Number.POSITIVE_INFINITY,
): Promise<{ items: Item[]; more: boolean }> {
  const items: Item[] = []
  let cursor: string | undefined
  for (;;) {
    const limit = Math.min(pageLimitMax, max - items.length)
    const page: Page<Item> = await client.get(path, { ...query, limit, cursor })
    items.push(...page.items)
    if (page.next_cursor === null) return { items, more: false }
    if (items.length >= max) return { items, more: true }
    cursor = page.next_cursor
  }
}
