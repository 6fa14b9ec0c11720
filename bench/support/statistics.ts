export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** By nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export interface PairedRatio {
  readonly ratio: number
  /** Bootstrap interval of 95 %. */
  readonly low: number
  readonly high: number
}

/**
 * The median of the ratios of pairs that were measured one right after the other: what disturbs the machine for longer
 * than a pair disturbs both. The resampling is seeded, so that equal measurements give equal intervals.
 */
export function pairedRatio(pairs: readonly { readonly ours: number; readonly bare: number }[]): PairedRatio {
  const ratios = pairs.map(({ ours, bare }) => ours / bare)
  const random = mulberry32(7)
  const medians = Array.from({ length: 1000 }, () =>
    median(ratios.map(() => ratios[Math.floor(random() * ratios.length)]!)),
  )
  return { ratio: median(ratios), low: percentile(medians, 2.5), high: percentile(medians, 97.5) }
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
