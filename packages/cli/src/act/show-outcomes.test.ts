import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Target } from '@muster/core/api/actions.ts'
import { targetsText } from './show-outcomes.ts'

const target = (state: string, fields: Partial<Target> = {}) =>
  ({
    device_id: 'pc-1',
    identifier: 'pc-1',
    state,
    progress: null,
    message: null,
    late_result: null,
    ...fields,
  }) as Target

test('a device that puts it off says why and when it tries again; one that has ended since does not', () => {
  const retry_at = '2026-11-23T06:00:00Z'
  const message = 'The battery is at 20 %.'
  assert.match(
    targetsText([target('deferred', { retry_at, message })]),
    /20 %\. \(tries again at 2026-11-23T06:00:00Z\)/,
  )
  assert.doesNotMatch(targetsText([target('succeeded', { retry_at, message: null })]), /tries again/)
})
