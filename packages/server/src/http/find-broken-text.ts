/** A half of a pair of `\u` escapes alone is JSON, and no text: a database keeps another character in its place. */
const escapedHalf = /\\u[dD][89a-fA-F]/

/** Whether a JSON text that is valid UTF-8 can hold such a half at all: what few do is asked before any value is looked at. */
export function mayHoldBrokenText(json: string): boolean {
  // The second look is slower by far, and the first finds no backslash in the identifiers of 100 000 devices.
  return json.includes('\\u') && escapedHalf.test(json)
}

/** Where a value has one: `devices.ids.3`, or of a key that has one, where its object is; undefined: nowhere. */
export function findBrokenText(value: unknown): string | undefined {
  const left: { readonly value: unknown; readonly path: string }[] = [{ value, path: '' }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, path } = next
    if (typeof value === 'string' && !value.isWellFormed()) return path || 'body'
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value).toReversed()) {
      if (!key.isWellFormed()) return path || 'body'
      left.push({ value: inner, path: path === '' ? key : `${path}.${key}` })
    }
  }
  return undefined
}
