/**
 * `before`, a piece of text for each item with commas between them, `after`: as it goes out, a text a portion, so that
 * no more than that is held in memory, and the first bytes are there before the last item is read.
 */
export async function* renderPortions<Item>(
  before: string,
  portions: AsyncIterable<readonly Item[]>,
  piece: (item: Item) => string,
  after: string,
): AsyncGenerator<string> {
  yield before
  let isFirst = true
  for await (const items of portions) {
    if (items.length === 0) continue
    const text = items.map(piece).join(',')
    yield isFirst ? text : `,${text}`
    isFirst = false
  }
  yield after
}
