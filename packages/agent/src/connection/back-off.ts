/** Growing pauses with full jitter: agents that lost one server do not all come back at one moment. */
export interface BackOff {
  /** Milliseconds to wait now. */
  next(): number
  reset(): void
}

export function backOff({
  firstMilliseconds,
  longestMilliseconds,
  random = Math.random,
}: {
  firstMilliseconds: number
  longestMilliseconds: number
  random?: () => number
}): BackOff {
  let attempts = 0
  return {
    next() {
      const ceiling = Math.min(longestMilliseconds, firstMilliseconds * 2 ** Math.min(attempts, 30))
      attempts += 1
      return Math.round(random() * ceiling)
    },
    reset() {
      attempts = 0
    },
  }
}

/** Resolves after the time, or at once when the signal is aborted; never rejects. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
