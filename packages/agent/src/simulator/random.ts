/** Numbers that look random, and come again for the same seed (mulberry32). */
export interface Random {
  /** From 0 to below 1. */
  next(): number
  /** True with this probability; draws nothing for 0 and 1, so that an unused knob changes no other's course. */
  chance(probability: number): boolean
  /** From `low` to `high`. */
  between(low: number, high: number): number
}

/** `stream` tells apart those who draw from one seed: each agent has its own numbers, whatever the others do. */
export function randomFrom(seed: number, stream = 0): Random {
  let state = (seed ^ Math.imul(stream + 1, 0x9e3779b1)) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    chance: (probability) => probability > 0 && (probability >= 1 || next() < probability),
    between: (low, high) => low + next() * (high - low),
  }
}
