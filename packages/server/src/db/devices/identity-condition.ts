/** `field=value` words: every field that is named must have one of its values, in any case. */
export function identityCondition(words: readonly string[], bind: (value: unknown) => string): string {
  const pairs = words.map((word) => {
    const at = word.indexOf('=')
    return { field: word.slice(0, at), value: word.slice(at + 1).toLowerCase() }
  })
  const conditions = [...Map.groupBy(pairs, ({ field }) => field)].map(
    ([field, own]) => `lower(r.user_identity ->> ${bind(field)}) = any(${bind(own.map(({ value }) => value))}::text[])`,
  )
  return `(${conditions.join(' and ')})`
}
