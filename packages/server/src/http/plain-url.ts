/**
 * The vendor's addresses as they are meant: a base address that ends with a slash puts one too many before them, and some
 * clients put one behind them. Ours are written one way.
 */
export function plainUrl(url: string): string {
  const queryStart = url.indexOf('?')
  const path = queryStart < 0 ? url : url.slice(0, queryStart)
  let start = 0
  while (path[start + 1] === '/') start += 1
  if (!path.startsWith('/o/', start)) return url
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(start, end) + url.slice(path.length)
}
