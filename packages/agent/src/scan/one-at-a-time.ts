/** Does one piece of work after the other; who waits can give up. */
export function createQueue(): <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (signal, work) => {
    const before = last
    const done = before.then(() => {
      signal.throwIfAborted()
      return work()
    })
    last = done.catch(() => undefined)
    return Promise.race([done, aborted(signal, done)])
  }
}

/** Rejects when the signal is aborted while the work has not begun or will not end of itself. */
function aborted(signal: AbortSignal, done: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    done.then(
      () => signal.removeEventListener('abort', stop),
      () => signal.removeEventListener('abort', stop),
    )
  })
}
