import { join } from 'node:path'
import type { DeviceMoment } from '@muster/core/agent/defer-rule.ts'
import { listDirectory, readText } from '../read-or-nothing.ts'
import type { RunProgram } from './run-program.ts'

type Power = DeviceMoment['power']

export interface PowerSources {
  readonly platform: NodeJS.Platform
  /** Where Linux tells what it knows of the machine. */
  readonly sysfs: string
  readonly run: RunProgram
}

/** What the machine runs on; undefined where it has no battery or does not say. macOS and Windows: by their manuals, untried. */
export async function readPower({ platform, sysfs, run }: PowerSources): Promise<Power> {
  switch (platform) {
    case 'linux':
      return readSupplies(join(sysfs, 'class/power_supply'))
    case 'darwin':
      return parsePmset((await run('pmset', ['-g', 'batt'])) ?? '')
    case 'win32':
      return parseBatteryStatus(
        (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', win32])) ?? '',
      )
    default:
      return undefined
  }
}

function readSupplies(directory: string): Power {
  const supplies = listDirectory(directory).map((name) => (file: string) => readText(join(directory, name, file)))
  // Mice and headsets have batteries, too, of the scope "Device".
  const batteries = supplies.filter((supply) => supply('type') === 'Battery' && supply('scope') !== 'Device')
  if (batteries.length === 0) return undefined
  const plugged = supplies.some((supply) => supply('type') !== 'Battery' && supply('online') === '1')
  const discharging = batteries.some((battery) => battery('status') === 'Discharging')
  const charges = batteries.map((battery) => battery('capacity')).filter((text) => /^\d+$/.test(text))
  return { onBattery: discharging && !plugged, percent: averageOf(charges.map(Number)) }
}

/** `Now drawing from 'Battery Power'` and a line for each battery: ` -InternalBattery-0 (id=…)	45%; discharging; …` */
export function parsePmset(text: string): Power {
  const source = /^Now drawing from '([^']+)'/m.exec(text)?.[1]
  const charges = [...text.matchAll(/^\s*-InternalBattery\S*.*?\t(\d+)%/gm)].map(([, percent]) => Number(percent))
  if (source === undefined || charges.length === 0) return undefined
  return { onBattery: source === 'Battery Power', percent: averageOf(charges) }
}

/** Win32_Battery: a status of 1, 4 or 5 means that it discharges (4: low, 5: critical). */
const win32 = 'Get-CimInstance Win32_Battery | ForEach-Object { "$($_.BatteryStatus) $($_.EstimatedChargeRemaining)" }'

export function parseBatteryStatus(text: string): Power {
  const batteries = [...text.matchAll(/^(\d+) (\d+)\s*$/gm)].map(([, status, percent]) => ({ status, percent }))
  if (batteries.length === 0) return undefined
  return {
    onBattery: batteries.some(({ status }) => ['1', '4', '5'].includes(status!)),
    percent: averageOf(batteries.map(({ percent }) => Number(percent))),
  }
}

function averageOf(charges: readonly number[]): number | undefined {
  if (charges.length === 0) return undefined
  return Math.round(charges.reduce((sum, charge) => sum + charge, 0) / charges.length)
}
