import { setImmediate } from 'node:timers/promises'
import { isDatabaseAway } from '../is-database-away.ts'

/** Collects items for a moment and hands them over as one set; a set at a time, so that load makes sets larger. */
export interface Gatherer<Item, Answer> {
  /** Resolves with the answer to this item; rejects where it fails also alone, or the database is away. */
  add(item: Item): Promise<Answer>
  /** What was collected is handed over at once; resolves when nothing is under way any more. */
  flush(): Promise<void>
}

interface Waiting<Item, Answer> {
  readonly item: Item
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** Whoever waits for an answer does something with it: so many at a time, then others have their turn. */
const answersPerTurn = 200

export function gather<Item, Answer>(
  { milliseconds, itemsMax }: { milliseconds: number; itemsMax: number },
  run: (items: Item[]) => Promise<readonly Answer[]>,
): Gatherer<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  const answering = new Set<Promise<void>>()

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
      // The next set is on its way meanwhile.
      const task = answer(set, answers).finally(() => answering.delete(task))
      answering.add(task)
    } catch (error) {
      if (set.length === 1 || isDatabaseAway(error)) {
        for (const { reject } of set) reject(error)
        return
      }
      // One of them spoils it for all: halved until that one stands alone, in the order in which they came.
      const middle = set.length >> 1
      await hand(set.slice(0, middle))
      await hand(set.slice(middle))
    }
  }

  async function answer(set: Waiting<Item, Answer>[], answers: readonly Answer[]): Promise<void> {
    for (const [index, { resolve }] of set.entries()) {
      if (index > 0 && index % answersPerTurn === 0) await setImmediate()
      resolve(answers[index]!)
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
      while (running !== undefined || answering.size > 0) await Promise.all([running, ...answering])
    },
  }
}
