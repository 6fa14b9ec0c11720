import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Services } from '@muster/server/services.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import type { ConformanceCase, ConformanceStep } from './conformance-case.ts'
import { type PublishedAddress, publishedTable } from './published-table.ts'

const routes = wireRoutes({} as Services)
const addresses = Object.values(publishedTable).flat()

for (const [api, rows] of Object.entries(publishedTable)) {
  test(`${api}: every version of the published table is answered, and has a pair for success and one for a refusal`, () => {
    for (const row of rows) {
      const [version, method, path] = row
      const steps = readSteps(version).filter(({ request }) => isOf(request, row))
      assert.ok(
        routes.some((route) => route.method === method && route.path === path),
        `no route answers ${method} ${path}`,
      )
      for (const [what, isSuch] of [
        ['success', (status: number) => status === 200],
        ['a refusal', (status: number) => status >= 400],
      ] as const) {
        assert.ok(
          steps.some(({ answer }) => isSuch(answer.status)),
          `tests/conformance/v${version} has no pair for ${what} of ${method} ${path}`,
        )
      }
    }
  })
}

test('no address is answered that the published table does not have', () => {
  const known = new Set(addresses.map(([, method, path]) => `${method} ${path}`))
  assert.deepEqual(
    routes.map(({ method, path }) => `${method} ${path}`).filter((address) => !known.has(address)),
    [],
  )
})

function readSteps(version: string): ConformanceStep[] {
  const folder = new URL(`v${version}/`, import.meta.url)
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) =>
    (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ConformanceCase[])
      .flatMap(({ steps }) => steps)
      .filter((step) => 'request' in step),
  )
}

/** An address that is written out is not the one with a parameter in its place. */
function isOf(request: ConformanceStep['request'], [, method, path]: PublishedAddress): boolean {
  if (request.method !== method) return false
  if (!path.includes(':')) return request.path === path
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/, '[^/]+')}$`)
  return pattern.test(request.path) && !addresses.some(([, , other]) => other === request.path)
}
