/** The token of the latest connection, for uploads; who asks while there is none waits for the next. */
export interface SessionHolder {
  set(token: string): void
  get(signal: AbortSignal): Promise<string>
  /** The token did not work: the next one is waited for. */
  clear(): void
}

export function createSessionHolder(): SessionHolder {
  let token: string | undefined
  const waiting = new Set<(token: string) => void>()
  return {
    set(fresh) {
      token = fresh
      for (const resolve of waiting) resolve(fresh)
      waiting.clear()
    },
    get(signal) {
      if (token !== undefined) return Promise.resolve(token)
      return new Promise((resolve, reject) => {
        const give = (fresh: string) => {
          signal.removeEventListener('abort', stop)
          resolve(fresh)
        }
        const stop = () => {
          waiting.delete(give)
          reject(signal.reason)
        }
        if (signal.aborted) return stop()
        waiting.add(give)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
    clear() {
      token = undefined
    },
  }
}
