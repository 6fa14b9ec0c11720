const valuesMax = 50_000

/**
 * A copy to explain a fault on: the validator visits every element of a list even when it has all the errors it
 * keeps, and holds memory for each bad one. Beyond the first 50,000 values in all, lists keep their length and are
 * holes, which it skips; what is in objects beyond them is as it was.
 */
export function shortenLists(value: unknown): unknown {
  let left = valuesMax
  const copy = (from: unknown): unknown => {
    left -= 1
    if (left <= 0 || typeof from !== 'object' || from === null) {
      return Array.isArray(from) ? new Array(from.length) : from
    }
    if (!Array.isArray(from)) return Object.fromEntries(Object.entries(from).map(([key, one]) => [key, copy(one)]))
    const to = new Array(from.length)
    for (let index = 0; index < from.length && left > 0; index += 1) to[index] = copy(from[index])
    return to
  }
  return copy(value)
}
