import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DeferRule, type DeviceMoment, whyDefer } from './defer-rule.ts'

const at = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const noon: DeviceMoment = { minuteOfDay: at('12:00') }
const onBattery = (percent?: number): DeviceMoment => ({ ...noon, power: { onBattery: true, percent } })
const night: DeferRule = { quiet: { from: '22:00', to: '06:30' }, retry_after_seconds: 60 }

/** Undefined: carried out at once; else how many seconds until the next look. */
const table: [what: string, rule: DeferRule, moment: DeviceMoment, seconds: number | undefined][] = [
  ['no rule', {}, onBattery(1), undefined],
  ['a charge at the limit', { battery_percent: 40 }, onBattery(40), 900],
  ['a charge above the limit', { battery_percent: 40 }, onBattery(41), undefined],
  ['a full battery where battery is never good', { battery_percent: 100 }, onBattery(100), 900],
  ['a battery that does not tell its charge', { battery_percent: 40 }, onBattery(), 900],
  [
    'a low battery at the mains',
    { battery_percent: 40 },
    { ...noon, power: { onBattery: false, percent: 5 } },
    undefined,
  ],
  ['a device without a battery', { battery_percent: 100 }, noon, undefined],
  ['a metered connection', { metered: true, retry_after_seconds: 120 }, { ...noon, metered: true }, 120],
  ['a metered connection that does not matter', { metered: false }, { ...noon, metered: true }, undefined],
  ['an unmetered connection', { metered: true }, { ...noon, metered: false }, undefined],
  ['a connection that does not say', { metered: true }, noon, undefined],
  ['noon, outside the night', night, noon, undefined],
  ['the first minute of the night', night, { minuteOfDay: at('22:00') }, 8.5 * 3600],
  ['midnight', night, { minuteOfDay: 0 }, 6.5 * 3600],
  ['the last minute of the night', night, { minuteOfDay: at('06:29') }, 60],
  ['the end of the night', night, { minuteOfDay: at('06:30') }, undefined],
  ['office hours', { quiet: { from: '08:00', to: '17:00' } }, noon, 5 * 3600],
  ['a quiet time and a battery', { ...night, battery_percent: 50 }, { ...onBattery(9), minuteOfDay: at('06:29') }, 60],
  [
    'a battery that is looked at later than the quiet time ends',
    { quiet: { from: '08:00', to: '12:01' }, metered: true },
    { ...noon, metered: true },
    900,
  ],
]

for (const [what, rule, moment, seconds] of table) {
  test(`${what}: ${seconds === undefined ? 'is no reason to wait' : `waits ${seconds} s`}`, () => {
    assert.equal(whyDefer(rule, moment)?.retryInSeconds, seconds)
  })
}

test('every reason is told', () => {
  const moment = { minuteOfDay: at('23:00'), metered: true, power: { onBattery: true, percent: 12 } }
  const { reason } = whyDefer({ ...night, metered: true, battery_percent: 50 }, moment)!
  assert.match(reason, /on battery, with 12 % left\. .*metered\. .*from 22:00 to 06:30\./)
})
