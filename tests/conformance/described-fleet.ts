import { readFileSync } from 'node:fs'
import type { DeviceStatus } from '@muster/core/device/facts.ts'
import { macAddressToNumber, parseMacAddress } from '@muster/core/device/mac-address.ts'
import type { TestDevice } from '../support/fleet.ts'

interface DescribedDevice {
  readonly device_id: string
  readonly hwid: string
  readonly macs: readonly string[]
  readonly status: DeviceStatus
  readonly agent_type: string
  readonly agent_name: string
  readonly agent_version: string
  readonly os: string
  readonly abilities?: readonly string[]
  /** Everything else, as tests/support/fleet names it. */
  readonly more?: Partial<TestDevice>
}

/** The devices that `fleet.json` describes. */
export function readDescribedFleet(): TestDevice[] {
  const text = readFileSync(new URL('fleet.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as DescribedDevice[]).map((device) => ({
    deviceId: device.device_id,
    hwid: device.hwid,
    macs: device.macs.map((mac) => macAddressToNumber(parseMacAddress(mac)!)),
    status: device.status,
    agentType: device.agent_type,
    agentName: device.agent_name,
    agentVersion: device.agent_version,
    os: device.os,
    abilities: device.abilities ?? null,
    ...device.more,
  }))
}
