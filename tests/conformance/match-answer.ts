import assert from 'node:assert/strict'

/** Strings that earlier answers left: `"$name:pattern"` keeps one, `"$$name"` is one that was kept. */
export type Kept = Map<string, string>

/** Throws where `actual` is not what `expected` says. */
export function matchAnswer(actual: unknown, expected: unknown, kept: Kept, path = 'body'): void {
  if (typeof expected === 'string' && expected.startsWith('$')) {
    matchPlaceholder(actual, expected, kept, path)
  } else if (Array.isArray(expected)) {
    assert.ok(Array.isArray(actual), `${path} is an array`)
    assert.equal(actual.length, expected.length, `${path} has the expected length`)
    for (const [index, item] of expected.entries()) matchAnswer(actual[index], item, kept, `${path}[${index}]`)
  } else if (typeof expected === 'object' && expected !== null) {
    assert.ok(typeof actual === 'object' && actual !== null && !Array.isArray(actual), `${path} is an object`)
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), `the members of ${path}`)
    for (const [key, item] of Object.entries(expected)) {
      matchAnswer((actual as Record<string, unknown>)[key], item, kept, `${path}.${key}`)
    }
  } else {
    assert.equal(actual, expected, path)
  }
}

function matchPlaceholder(actual: unknown, expected: string, kept: Kept, path: string): void {
  if (expected === '$any') return
  if (expected.startsWith('$$')) {
    assert.equal(actual, fill(expected, kept), path)
    return
  }
  const [, name, pattern] = /^\$(\w+):(.*)$/s.exec(expected)!
  assert.ok(typeof actual === 'string', `${path} is a string`)
  assert.match(actual, new RegExp(`^(?:${pattern})$`, 's'), path)
  kept.set(name!, actual)
}

/** A value with the kept strings in place of their names. */
export function fill<Value>(value: Value, kept: Kept): Value {
  if (typeof value === 'string' && value.startsWith('$$')) {
    const found = kept.get(value.slice(2))
    assert.ok(found !== undefined, `nothing was kept as ${value.slice(2)}`)
    return found as Value
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, kept)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, kept)])) as Value
}
