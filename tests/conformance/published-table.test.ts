import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Services } from '@muster/server/services.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import { publishedTable } from './published-table.ts'
import { isOf, readSteps } from './read-steps.ts'

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
