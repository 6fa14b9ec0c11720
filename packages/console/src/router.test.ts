import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pageAddresses } from '@muster/core/console/page-addresses.ts'

test('the server answers just the addresses that the router has pages for', () => {
  const source = readFileSync(new URL('router.tsx', import.meta.url), 'utf8')
  const paths = [...source.matchAll(/^ {2}path: '([^']+)',$/gm)].map(([, path]) => path!.replaceAll('$', ':'))
  assert.ok(paths.length > 10)
  assert.deepEqual(paths.toSorted(), [...pageAddresses].toSorted())
})
