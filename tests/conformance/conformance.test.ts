import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { deviceAction3 } from '@muster/server/wire/device-action/versions.ts'
import { wireRoutes } from '@muster/server/wire/routes.ts'
import { addTestAccount, addTestDevices } from '../support/fleet.ts'
import { startTestHttpServer, type TestHttpServer } from '../support/http-server.ts'
import { bringReport } from './bring-report.ts'
import type { ConformanceCase, ConformanceStep } from './conformance-case.ts'
import { readDescribedFleet } from './described-fleet.ts'
import { fill, type Kept, matchAnswer } from './match-answer.ts'
import { prepareClient } from './prepare-client.ts'
import { sayChecks } from './say-checks.ts'

const here = new URL('.', import.meta.url)
const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const fleet = readDescribedFleet()

let server: TestHttpServer

before(async () => {
  server = await startTestHttpServer(wireRoutes)
})

after(() => server.close())

test('every version of Device Action 3 has its folder of pairs', () => {
  const names = folders.map(({ name }) => name)
  for (const { name } of deviceAction3) assert.ok(names.includes(`v${name}`), `tests/conformance/v${name} is missing`)
})

for (const folder of folders) {
  for (const file of readdirSync(new URL(`${folder.name}/`, here)).sort()) {
    describe(`${folder.name}/${file}`, () => {
      const text = readFileSync(new URL(`${folder.name}/${file}`, here), 'utf8')
      for (const { title, steps } of JSON.parse(text) as ConformanceCase[]) test(title, () => run(steps))
    })
  }
}

/** Each case has an account of its own, with the fleet as described. */
async function run(steps: ConformanceCase['steps']): Promise<void> {
  const accountId = await addTestAccount(server.services.pool)
  await addTestDevices(server.services.pool, accountId, fleet)
  const token = await server.getToken(await server.addClient({ accountId }))
  const isOAuth = JSON.stringify(steps).includes('$$client_id')
  const kept: Kept = isOAuth ? await prepareClient(server, accountId) : new Map()
  for (const step of steps) {
    if ('report' in step) {
      await bringReport(server.services, accountId, fill(step.report, kept))
      continue
    }
    if ('checks' in step) {
      await sayChecks(server.services, accountId, step.checks)
      continue
    }
    const { request, answer } = step
    const got = await send(fill(request, kept), token)
    const text = await got.text()
    assert.equal(got.status, answer.status, text)
    for (const [name, value] of Object.entries(answer.headers ?? {})) assert.equal(got.headers.get(name), value, name)
    if (answer.bodyText !== undefined) assert.equal(text, answer.bodyText)
    else if (answer.bodyPattern !== undefined) assert.match(text, new RegExp(`^${answer.bodyPattern}$`))
    else matchAnswer(JSON.parse(text), answer.body, kept)
  }
}

function send(request: ConformanceStep['request'], token: string): Promise<Response> {
  const { method, path, query, headers, body, bodyText, token: place = 'url' } = request
  const url = new URL(path, server.base)
  for (const [key, value] of Object.entries(query ?? {})) url.searchParams.append(key, value)
  if (place === 'url' || place === 'both') url.searchParams.append('access_token', token)
  const text = bodyText ?? (body === undefined ? undefined : JSON.stringify(body))
  return fetch(url, {
    method,
    headers: {
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(place === 'header' || place === 'both' ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(text !== undefined && { body: text }),
  })
}
