import {
  type Arguments,
  type Input,
  type Item,
  type ListPath,
  type MusterClient,
  readPages,
} from '@muster/client/index.ts'
import { pageLimitMax } from '@muster/core/api/page-limits.ts'

/** The items of a list, at most `max` of them, and whether there are more. */
export async function readItems<P extends ListPath>(
  client: MusterClient,
  path: P,
  request: Input<'GET', P>,
  max = Number.POSITIVE_INFINITY,
): Promise<{ items: Item<P>[]; more: boolean }> {
  const { params, query } = request as { params?: object; query?: object }
  const limited = { params, query: { ...query, limit: Math.min(pageLimitMax, max) } }
  const items: Item<P>[] = []
  for await (const page of readPages(client, path, ...([limited] as unknown as Arguments<Input<'GET', P>>))) {
    items.push(...page.items)
    if (items.length > max || (items.length === max && page.next_cursor !== null)) {
      return { items: items.slice(0, max), more: true }
    }
  }
  return { items, more: false }
}
