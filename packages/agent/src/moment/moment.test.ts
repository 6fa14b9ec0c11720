import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { parseBusctl, parseCostType, parseNmcli, readMetered } from './read-metered.ts'
import { parseBatteryStatus, parsePmset, readPower } from './read-power.ts'

const scratch = mkdtempSync(join(tmpdir(), 'muster-moment-'))
after(() => rmSync(scratch, { recursive: true }))

let serial = 0
const nothing = async () => undefined

/** A /sys with these power supplies. */
function sysfsOf(supplies: Record<string, Record<string, string>>): string {
  serial += 1
  const sysfs = join(scratch, String(serial))
  for (const [name, files] of Object.entries(supplies)) {
    const directory = join(sysfs, 'class/power_supply', name)
    mkdirSync(directory, { recursive: true })
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), `${text}\n`)
  }
  return sysfs
}

const battery = (status: string, capacity: string) => ({ type: 'Battery', status, capacity })
const mains = (online: string) => ({ type: 'Mains', online })
const linux = (supplies: Record<string, Record<string, string>>) =>
  readPower({ platform: 'linux', sysfs: sysfsOf(supplies), run: nothing })

test('Linux: a laptop on battery tells its charge; at the mains, or charging, it is not on battery', async () => {
  assert.deepEqual(await linux({ BAT0: battery('Discharging', '41'), AC: mains('0') }), {
    onBattery: true,
    percent: 41,
  })
  assert.deepEqual(await linux({ BAT0: battery('Charging', '41'), AC: mains('1') }), { onBattery: false, percent: 41 })
  // A weak charger: plugged in, and discharging all the same.
  assert.equal((await linux({ BAT0: battery('Discharging', '41'), AC: mains('1') }))?.onBattery, false)
  assert.equal((await linux({ BAT0: battery('Not charging', '80') }))?.onBattery, false)
  assert.deepEqual(await linux({ BAT0: battery('Discharging', '20'), BAT1: battery('Unknown', '60') }), {
    onBattery: true,
    percent: 40,
  })
})

test('Linux: what has no battery of its own cannot tell', async () => {
  assert.equal(await linux({}), undefined)
  assert.equal(await linux({ AC: mains('1') }), undefined)
  assert.equal(await linux({ hidpp: { ...battery('Discharging', '3'), scope: 'Device' } }), undefined)
  assert.equal(await readPower({ platform: 'linux', sysfs: join(scratch, 'missing'), run: nothing }), undefined)
})

test('Linux: a battery that tells no charge is still one', async () => {
  assert.deepEqual(await linux({ BAT0: { type: 'Battery', status: 'Discharging' } }), {
    onBattery: true,
    percent: undefined,
  })
})

test('macOS: what pmset says is understood', () => {
  const at = (source: string, line: string) => parsePmset(`Now drawing from '${source}'\n${line}`)
  const line = ' -InternalBattery-0 (id=4653155)\t45%; discharging; 3:12 remaining present: true\n'
  assert.deepEqual(at('Battery Power', line), { onBattery: true, percent: 45 })
  assert.deepEqual(at('AC Power', line), { onBattery: false, percent: 45 })
  assert.equal(at('AC Power', ''), undefined)
  assert.equal(parsePmset(''), undefined)
})

test('Windows: what Win32_Battery says is understood', () => {
  assert.deepEqual(parseBatteryStatus('1 77\r\n'), { onBattery: true, percent: 77 })
  assert.deepEqual(parseBatteryStatus('2 100\r\n'), { onBattery: false, percent: 100 })
  assert.equal(parseBatteryStatus(''), undefined)
})

test('metered is what NetworkManager says, by its bus or its program, and else nobody knows', async () => {
  for (const [text, metered] of [
    ['u 1\n', true],
    ['u 3\n', true],
    ['u 2\n', false],
    ['u 4\n', false],
    ['u 0\n', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(parseBusctl(text), metered, text)
  }
  assert.equal(parseNmcli('100 (connected)\nyes (guessed)\n\n10 (unmanaged)\nunknown\n'), true)
  assert.equal(parseNmcli('100 (connected)\nno (guessed)\n\n30 (disconnected)\nyes\n'), false)
  assert.equal(parseNmcli('10 (unmanaged)\nunknown\n'), undefined)
  assert.equal(parseCostType('Variable\r\n'), true)
  assert.equal(parseCostType('Unrestricted\r\n'), false)
  assert.equal(parseCostType('Unknown\r\n'), undefined)
  const run = async (file: string) => (file === 'nmcli' ? '100 (connected)\nyes\n' : undefined)
  assert.equal(await readMetered({ platform: 'linux', run }), true)
  assert.equal(await readMetered({ platform: 'linux', run: nothing }), undefined)
  assert.equal(await readMetered({ platform: 'darwin', run }), undefined)
})
