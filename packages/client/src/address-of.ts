import type { PlainRequest } from './endpoint-types.ts'

/**
 * `/api/v1/devices?os=linux&os=mac`: values of a list are repeated, as they may hold commas; what is not set is left out.
 * @throws TypeError where `params` does not have what the path names, or has what cannot be part of an address
 */
export function addressOf({ path, params = {}, query = {} }: Pick<PlainRequest, 'path' | 'params' | 'query'>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    // An empty one, or dots, would be the address of something else: of the list, of what is above it.
    if (value === undefined || ['', '.', '..'].includes(String(value))) {
      throw new TypeError(`"${value ?? ''}" cannot stand for ${name} in ${path}.`)
    }
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === null) continue
    for (const item of Array.isArray(value) ? value : [value]) search.append(key, String(item))
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}
