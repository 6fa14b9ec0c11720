import type { Route } from '../route.ts'

/** The methods that an address answers to; none where there is no such address. GET mostly answers to HEAD too. */
export function methodFinder(routes: readonly Route[]): (path: string) => string[] {
  const methods = new Map<string, Set<string>>()
  for (const { path, method, refusesHead } of routes) {
    const known = methods.get(path) ?? new Set()
    known.add(method)
    if (method === 'GET' && !refusesHead) known.add('HEAD')
    methods.set(path, known)
  }
  const patterns = Array.from(methods, ([path, known]) => ({ pattern: toPattern(path), known }))
  return (path) => {
    const found = patterns.filter(({ pattern }) => pattern.test(path)).flatMap(({ known }) => [...known])
    return [...new Set(found)].sort()
  }
}

function toPattern(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+'
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('/')}$`)
}
