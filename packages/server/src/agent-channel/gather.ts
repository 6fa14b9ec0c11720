/** Collects items for a moment and hands them over as one set; a set at a time, so that load makes sets larger. */
export interface Gatherer<Item, Answer> {
  /** Resolves with the answer to this item; rejects where the whole set failed. */
  add(item: Item): Promise<Answer>
  /** What was collected is handed over at once; resolves when nothing is under way any more. */
  flush(): Promise<void>
}

interface Waiting<Item, Answer> {
  readonly item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

export function gather<Item, Answer>(
  { milliseconds, itemsMax }: { milliseconds: number; itemsMax: number },
  run: (items: Item[]) => Promise<readonly Answer[]>,
): Gatherer<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  function start(): void {
    clearTimeout(timer)
    timer = undefined
    if (running !== undefined || waiting.length === 0) return
    const set = waiting.slice(0, itemsMax)
    waiting = waiting.slice(itemsMax)
    running = hand(set).finally(() => {
      running = undefined
      if (waiting.length > 0) start()
    })
  }

  async function hand(set: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await run(set.map(({ item }) => item))
      for (const [index, { resolve }] of set.entries()) resolve(answers[index]!)
    } catch (error) {
      for (const { reject } of set) reject(error)
    }
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (waiting.length >= itemsMax) start()
        else timer ??= running === undefined ? setTimeout(start, milliseconds) : undefined
      })
    },
    async flush() {
      start()
      while (running !== undefined) await running
    },
  }
}
