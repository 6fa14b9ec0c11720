/** Numbers that look random and come again for the same seed (mulberry32): what failed once can be run once more. */
export function randomFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** From 0 to `below` - 1. */
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, pick: <T>(values: readonly T[]): T => values[below(values.length)]! }
}

export type Random = ReturnType<typeof randomFrom>

/** The seed of this run: `MUSTER_TEST_SEED`, else a new one. */
export function chooseSeed(): number {
  return Number(process.env.MUSTER_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
}
