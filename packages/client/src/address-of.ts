import type { PlainRequest } from './endpoint-types.ts'

/**
 * `/api/v1/devices?os=linux&os=mac`: values of a list are repeated, as they may hold commas; what is not set is left out.
 * @throws TypeError where the path names what `params` does not have
 */
export function addressOf({ path, params = {}, query = {} }: Pick<PlainRequest, 'path' | 'params' | 'query'>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    // An empty one would be the address of something else: of the list.
    if (value === undefined || value === '') throw new TypeError(`${path}: ${name} is missing`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === null) continue
    for (const item of Array.isArray(value) ? value : [value]) search.append(key, String(item))
  }
  return search.size > 0 ? `${filled}?${search}` : filled
}
