/** How long things took, in buckets that grow by a sixteenth of a doubling: few numbers, exact to some 4 %. */
export interface Histogram {
  count: number
  max: number
  /** By bucket number. */
  readonly buckets: Record<number, number>
}

const stepsPerDoubling = 16

export function emptyHistogram(): Histogram {
  return { count: 0, max: 0, buckets: {} }
}

export function addSample(histogram: Histogram, milliseconds: number): void {
  const value = Math.max(0, milliseconds)
  const bucket = Math.round(Math.log2(value + 1) * stepsPerDoubling)
  histogram.count += 1
  histogram.max = Math.max(histogram.max, value)
  histogram.buckets[bucket] = (histogram.buckets[bucket] ?? 0) + 1
}

export function mergeHistogram(into: Histogram, from: Histogram): void {
  into.count += from.count
  into.max = Math.max(into.max, from.max)
  for (const [bucket, count] of Object.entries(from.buckets)) {
    into.buckets[Number(bucket)] = (into.buckets[Number(bucket)] ?? 0) + count
  }
}

/** Milliseconds that this share of the samples did not exceed; undefined without samples. */
export function quantile({ count, max, buckets }: Histogram, share: number): number | undefined {
  let left = Math.max(1, Math.ceil(share * count))
  for (const [bucket, some] of Object.entries(buckets)) {
    left -= some
    if (left <= 0) return Math.min(max, 2 ** (Number(bucket) / stepsPerDoubling) - 1)
  }
  return undefined
}
