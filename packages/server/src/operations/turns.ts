import { Refusal } from '../refusal.ts'

/** Lets work of one kind run a few at a time, first come first served, so that it leaves connections for other work. */
export interface Turns {
  /** Waits for its turn. @throws Refusal rate_limited where too many wait already */
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createTurns({ atOnce, waitingMax }: { atOnce: number; waitingMax: number }): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= atOnce) {
        if (waiting.length >= waitingMax) {
          throw new Refusal('rate_limited', 'Too many come at once; try again soon.', [], {
            retryAfterSeconds: retrySeconds,
          })
        }
        // Whoever ends hands its place over.
        await new Promise<void>((begin) => waiting.push(begin))
      } else running += 1
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}

const retrySeconds = 1
