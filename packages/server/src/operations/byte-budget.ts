/** Lets work begin, first come first served, while all that runs needs no more than so many bytes. */
export interface ByteBudget {
  /** Waits for its turn. Work that needs more than there is at all runs alone. */
  run<T>(bytes: number, work: () => Promise<T>): Promise<T>
}

export function createByteBudget(bytesMax: number): ByteBudget {
  const waiting: { bytes: number; begin: () => void }[] = []
  let used = 0

  function beginNext(): void {
    for (let next = waiting[0]; next && (used === 0 || used + next.bytes <= bytesMax); next = waiting[0]) {
      waiting.shift()
      used += next.bytes
      next.begin()
    }
  }

  return {
    async run(bytes, work) {
      // Nothing is free, and still takes its place.
      const needed = Math.max(1, bytes)
      await new Promise<void>((begin) => {
        waiting.push({ bytes: needed, begin })
        beginNext()
      })
      try {
        return await work()
      } finally {
        used -= needed
        beginNext()
      }
    },
  }
}
