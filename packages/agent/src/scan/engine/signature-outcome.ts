/** What a line of ClamAV says of a file, without the file's name. */
export type Outcome =
  | { readonly outcome: 'clean' }
  | { readonly outcome: 'found'; readonly signature: string }
  | { readonly outcome: 'skipped'; readonly reason: 'too_large' | 'unreadable' | 'engine_error' }

/** Undefined for what is no verdict. */
export function readOutcome(text: string): Outcome | undefined {
  if (text === 'OK' || text === 'Empty file') return { outcome: 'clean' }
  if (text === 'Access denied') return { outcome: 'skipped', reason: 'unreadable' }
  if (/size limit exceeded/i.test(text)) return { outcome: 'skipped', reason: 'too_large' }
  if (text.endsWith(' ERROR')) return { outcome: 'skipped', reason: 'engine_error' }
  // clamd may add the hash and the size of what matched.
  const signature = /^(\S+?)(\([0-9a-f]{32,64}:\d+\))? FOUND$/.exec(text)?.[1]
  if (signature === undefined) return undefined
  // Not malware: a limit kept the engine from looking at all of the file.
  if (signature.startsWith('Heuristics.Limits.Exceeded')) return { outcome: 'skipped', reason: 'too_large' }
  return { outcome: 'found', signature: signature.slice(0, 512) }
}
