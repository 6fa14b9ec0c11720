import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectConnect, habitBytes, placeArrival, quarterHours } from './habit.ts'

/** The counts that these arrivals leave. */
function habitOf(arrivals: readonly string[]): Uint8Array {
  const habit = new Uint8Array(habitBytes)
  for (const arrival of arrivals) {
    const { quarterHour, weekday } = placeArrival(new Date(`${arrival}Z`))
    habit[quarterHour]! += 1
    habit[quarterHours + weekday]! += 1
  }
  return habit
}

/** November 2026 begins on a Sunday. */
const onDays = (days: readonly number[], ...times: string[]) =>
  days.map((day, index) => `2026-11-${String(day).padStart(2, '0')}T${times[index % times.length]}`)
const workWeek = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]
const mornings = onDays(workWeek, '08:33', '08:36', '08:38', '08:41', '08:50')
const everyHour = Array.from({ length: 24 }, (_, hour) => `2026-11-02T${String(hour).padStart(2, '0')}:10`)

const table: [what: string, arrivals: string[], now: string, expected: string | undefined][] = [
  ['nothing is known of a new device', [], '2026-11-16T07:00', undefined],
  ['four times are too few', onDays([2, 3, 4, 5], '08:40'), '2026-11-16T07:00', undefined],
  ['five are enough', onDays([2, 3, 4, 5, 6], '08:40'), '2026-11-16T07:00', '2026-11-16T08:40'],
  ['before the usual time, it is today', mornings, '2026-11-16T07:00', '2026-11-16T08:40'],
  ['after it, it is tomorrow', mornings, '2026-11-16T08:40', '2026-11-17T08:40'],
  ['on a Friday evening, it is Monday', mornings, '2026-11-20T18:00', '2026-11-23T08:40'],
  [
    'a device of Sundays is expected on a Sunday',
    onDays([1, 8, 15, 22, 29], '20:07'),
    '2026-11-30T00:00',
    '2026-12-06T20:10',
  ],
  ['one that comes at any time is not expected at any', everyHour, '2026-11-16T07:00', undefined],
  [
    'a few odd times do not hide the usual one',
    [...mornings, '2026-11-07T23:00', '2026-11-08T03:00'],
    '2026-11-16T07:00',
    '2026-11-16T08:40',
  ],
  [
    'half mornings, half evenings: no usual time',
    [...mornings, ...onDays(workWeek, '19:00')],
    '2026-11-16T07:00',
    undefined,
  ],
  [
    'a time around midnight is one time',
    [...onDays([2, 4, 6, 9], '23:50'), ...onDays([3, 5, 7, 10], '00:05')],
    '2026-11-16T12:00',
    '2026-11-17T00:00',
  ],
]

for (const [what, arrivals, now, expected] of table) {
  test(what, () => {
    const at = expectConnect(habitOf(arrivals), new Date(`${now}Z`))
    assert.equal(at?.toISOString().slice(0, 16), expected)
  })
}
