import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { startNativeServer } from '../../../../tests/support/native-client.ts'
import type { Services } from '../services.ts'
import { describeRoutes } from './openapi.ts'
import { nativeRoutes } from './routes.ts'

interface Operation {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, object>>
}
interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

const checkedIn = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')
const document = JSON.parse(checkedIn) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('the document that is checked in is the one that is served, to anybody', async () => {
  const server = await startNativeServer()
  try {
    const answer = await fetch(`${server.base}/api/v1/openapi.json`)
    assert.equal(answer.status, 200)
    assert.deepEqual(await answer.json(), document)
    assert.deepEqual(JSON.parse(JSON.stringify(describeRoutes(nativeRoutes({} as Services)))), document)
  } finally {
    await server.close()
  }
})

test('every route is described once, under an operation id of its own', () => {
  const routes = nativeRoutes({} as Services)
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(
    operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort(),
    routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).sort(),
  )
  assert.equal(new Set(operations.map(({ operation }) => operation.operationId)).size, routes.length)
})

test('every reference leads somewhere, and every named schema is referred to', () => {
  const names = [...checkedIn.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!)
  assert.deepEqual([...new Set(names)].sort(), Object.keys(document.components.schemas).sort())
  assert.equal(names.length, checkedIn.split('"$ref"').length - 1)
})

const publicOperations = [
  'showOpenApi',
  'showSignInOptions',
  'setUp',
  'signIn',
  'confirmSecondFactor',
  'beginPasskeySignIn',
  'signInByPasskey',
  'showInvitation',
  'acceptInvitation',
]

test('the parameters of every path are described, and errors of every operation that needs a token', () => {
  for (const { path, operation } of operations) {
    const described = (operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'path')
      .map(({ name }) => name)
    assert.deepEqual(
      described,
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    )
    const statuses = Object.keys(operation.responses)
    const isPublic = operation.security?.length === 0
    for (const status of isPublic ? ['400', '500'] : ['400', '401', '403', '500']) assert.ok(statuses.includes(status))
    if (isPublic) assert.ok(publicOperations.includes(operation.operationId), operation.operationId)
  }
})
