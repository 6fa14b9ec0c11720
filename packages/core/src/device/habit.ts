/**
 * When a device usually connects, from counts of its own: of the 96 quarter hours of the day, then of the seven days of
 * the week from Sunday on, all UTC (a clock that changes in summer is followed within weeks). The server writes them.
 */
export const quarterHours = 96
export const habitBytes = quarterHours + 7

/** Fewer arrivals than these say nothing yet. */
const arrivalsMin = 5
/** So many quarter hours on end are called one time of day, where this share of all arrivals falls into them. */
const windowQuarters = 6
const shareMin = 0.6
/** A day of the week counts where it has this share of the busiest one's arrivals. */
const dayShareMin = 1 / 3

const quarterMilliseconds = 15 * 60_000
const dayMilliseconds = quarterHours * quarterMilliseconds

/** Where in the counts an arrival belongs. */
export function placeArrival(at: Date): { quarterHour: number; weekday: number } {
  return { quarterHour: Math.floor((at.getTime() % dayMilliseconds) / quarterMilliseconds), weekday: at.getUTCDay() }
}

/**
 * The next time after `now` at which the device is to be expected; undefined where it has come too seldom to know, or
 * comes at any time of the day: then nothing is said rather than guessed.
 */
export function expectConnect(habit: Uint8Array, now: Date): Date | undefined {
  const minute = usualMinute(habit.subarray(0, quarterHours))
  if (minute === undefined) return undefined
  const days = habit.subarray(quarterHours, habitBytes)
  const busiest = Math.max(...days)
  const midnight = Math.floor(now.getTime() / dayMilliseconds) * dayMilliseconds
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const at = new Date(midnight + ahead * dayMilliseconds + minute * 60_000)
    if (at > now && days[at.getUTCDay()]! >= busiest * dayShareMin) return at
  }
  return undefined
}

/** The middle of the time of day at which most arrivals fall, in minutes since midnight, to five minutes. */
export function usualMinute(quarters: ArrayLike<number>): number | undefined {
  const all = sumOf(quarters, 0, quarterHours)
  if (all < arrivalsMin) return undefined
  let best = 0
  let most = -1
  for (let start = 0; start < quarterHours; start += 1) {
    const count = sumOf(quarters, start, windowQuarters)
    if (count > most) {
      most = count
      best = start
    }
  }
  if (most < all * shareMin) return undefined
  let weighted = 0
  for (let offset = 0; offset < windowQuarters; offset += 1) {
    weighted += (offset + 0.5) * (quarters[(best + offset) % quarterHours] ?? 0)
  }
  const minute = (best + weighted / most) * 15
  return (Math.round(minute / 5) * 5) % (24 * 60)
}

function sumOf(quarters: ArrayLike<number>, start: number, count: number): number {
  let sum = 0
  for (let offset = 0; offset < count; offset += 1) sum += quarters[(start + offset) % quarterHours] ?? 0
  return sum
}
