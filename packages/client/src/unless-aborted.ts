/** What several wait for goes on for the others where one wants no more. @throws the signal's reason */
export function unlessAborted<Result>(shared: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal!.reason)
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true })
    shared.then(resolve, reject).finally(() => signal?.removeEventListener('abort', end))
  })
}
