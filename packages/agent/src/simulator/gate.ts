/** Lets so many through at a time; the others wait in the order in which they came. */
export interface Gate {
  enter(): Promise<void>
  leave(): void
}

export function createGate(most: number): Gate {
  const waiting: (() => void)[] = []
  let inside = 0
  return {
    enter() {
      if (inside < most) {
        inside += 1
        return Promise.resolve()
      }
      return new Promise((resolve) => void waiting.push(resolve))
    },
    leave() {
      const next = waiting.shift()
      if (next === undefined) inside -= 1
      else next()
    },
  }
}
