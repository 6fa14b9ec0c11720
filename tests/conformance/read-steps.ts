import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ConformanceCase, ConformanceStep } from './conformance-case.ts'
import { type PublishedAddress, publishedTable } from './published-table.ts'

const addresses = Object.values(publishedTable).flat()

/** What the pairs of a version send, and are answered. */
export function readSteps(version: string): ConformanceStep[] {
  const folder = new URL(`v${version}/`, import.meta.url)
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) =>
    (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ConformanceCase[])
      .flatMap(({ steps }) => steps)
      .filter((step) => 'request' in step),
  )
}

/** An address that is written out is not the one with a parameter in its place. */
export function isOf(request: ConformanceStep['request'], [, method, path]: PublishedAddress): boolean {
  if (request.method !== method) return false
  if (!path.includes(':')) return request.path === path
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/, '[^/]+')}$`)
  return pattern.test(request.path) && !addresses.some(([, , other]) => other === request.path)
}
