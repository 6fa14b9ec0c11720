import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOf, withDays } from './retention-kinds.ts'
import { whatGoesSooner } from './what-goes-sooner.ts'

test('what is kept for less long, or removed instead of archived, goes sooner; what is kept longer does not', () => {
  const before = { logs_days: 400, reports_days: 30, unseen_devices: { days: 90, record: 'archive' } } as const
  assert.deepEqual(whatGoesSooner(before, before), [])
  assert.deepEqual(whatGoesSooner(before, { reports_days: 31 }), [])
  assert.deepEqual(
    whatGoesSooner(before, {
      logs_days: 399,
      findings_days: 1,
      unseen_devices: { days: 90, record: 'remove' },
    }),
    [
      'Device log: 399 days (before: 400 days)',
      'Findings: 1 day (before: for ever)',
      'Devices not heard of: removed (before: archived)',
    ],
  )
  assert.deepEqual(whatGoesSooner({}, { unseen_devices: { days: 365, record: 'remove' } }), [
    'Devices not heard of: 365 days (before: for ever)',
    'Devices not heard of: removed (before: kept)',
  ])
})

test('a limit is set and lifted by its kind, and the rest stays as it is', () => {
  const given = { logs_days: 400 } as const
  assert.deepEqual(withDays(given, 'unseen_devices', 10), {
    logs_days: 400,
    unseen_devices: { days: 10, record: 'archive' },
  })
  assert.deepEqual(withDays({ ...given, actions_days: 5 }, 'logs', undefined), { actions_days: 5 })
  assert.equal(daysOf(withDays({}, 'deleted_devices', 7), 'deleted_devices'), 7)
})
