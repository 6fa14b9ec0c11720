import type { Logger } from 'pino'

/**
 * Work that must happen, if not now then soon: run a few at a time, tried again with growing pauses while it fails (the
 * database is away), the same errand never twice in the queue.
 */
export interface Errands {
  run(key: string, work: () => Promise<void>): void
  close(): Promise<void>
}

const atOnce = 4
const firstPauseMilliseconds = 250
const longestPauseMilliseconds = 15_000

export function createErrands(log: Logger): Errands {
  const queue = new Map<string, () => Promise<void>>()
  const pauses = new Map<string, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  let closed = false

  function next(): void {
    while (!closed && running.size < atOnce && queue.size > 0) {
      const [key, work] = queue.entries().next().value!
      queue.delete(key)
      start(key, work, firstPauseMilliseconds)
    }
  }

  function start(key: string, work: () => Promise<void>, pause: number): void {
    const task = work()
      .catch((error: unknown) => {
        log.warn({ err: error, errand: key }, 'will be tried again')
        if (closed) return
        const again = () => {
          pauses.delete(key)
          start(key, work, Math.min(pause * 2, longestPauseMilliseconds))
        }
        clearTimeout(pauses.get(key))
        pauses.set(key, setTimeout(again, pause))
      })
      .finally(() => {
        running.delete(task)
        next()
      })
    running.add(task)
  }

  return {
    run(key, work) {
      if (closed) return
      queue.set(key, work)
      next()
    },
    async close() {
      closed = true
      queue.clear()
      for (const timer of pauses.values()) clearTimeout(timer)
      await Promise.allSettled(running)
    },
  }
}
