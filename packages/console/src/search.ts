/**
 * The part of an address behind `?`, as texts that a person can read: lists have commas. A key that stands there twice
 * is a list too, of values that may hold commas themselves.
 */
export function parseSearch(search: string): Record<string, string | string[]> {
  const params = new URLSearchParams(search)
  const values = [...new Set(params.keys())].map((key) => {
    const all = params.getAll(key)
    return [key, all.length > 1 ? all : all[0]!] as const
  })
  return Object.fromEntries(values)
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value) && value.some((item) => String(item).includes(','))) {
      for (const item of value) params.append(key, String(item))
    } else if (!Array.isArray(value) || value.length > 0) params.set(key, String(value))
  }
  const text = params.toString().replaceAll('%2C', ',')
  return text === '' ? '' : `?${text}`
}
