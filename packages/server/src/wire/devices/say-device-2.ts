import type { DeviceStatus } from '@muster/core/device/facts.ts'
import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { listAddresses } from './list-addresses.ts'
import { type OsInfo, sayLastSeen, sayOs, sayUser, type UserInfo, withoutEmpty } from './say-parts.ts'

/** 0 complies, 1 does not, 3 is not assessed. */
export type Status2 = 0 | 1 | 3

/** An exempted device answers as one that complies. */
const status2: Readonly<Record<DeviceStatus, Status2>> = {
  compliant: 0,
  exempted: 0,
  non_compliant: 1,
  quarantined: 1,
  out_of_license_usage: 3,
  unknown: 3,
  ignored: 3,
  installed: 3,
  pending: 3,
}

export function sayStatus2({ status }: Pick<DescribedDevice, 'status'>): Status2 {
  return status2[status]
}

/** Of a device that is exempted no critical issue counts, though it is listed. */
export function sayCriticalStatus({ critical_issues, exemption }: DescribedDevice): 0 | 1 {
  return critical_issues > 0 && exemption === null ? 1 : 0
}

/** A hardware id; where a device has none, the id that it has here, which finds it as well. */
export function sayHwid({ hwid, device_id }: Pick<DescribedDevice, 'hwid' | 'device_id'>): string {
  return hwid ?? device_id
}

/** The beginning of a device in the lists of version 2, and of its details there. */
export interface Device2 {
  readonly hwid: string
  readonly status: Status2
  readonly hostname: string
  readonly nickname: string
  readonly agent_version: string
  readonly last_seen?: string
  readonly machine_type?: string
  /** Whether its agent is connected. */
  readonly active: 0 | 1
  readonly total_issue: number
  readonly user_info: UserInfo
  readonly os_info: OsInfo
  readonly network_info: readonly {
    readonly mac_addr: string
    readonly ipv4_addr: string
    readonly ipv6_addr: string
  }[]
}

export function sayDevice2(device: DescribedDevice): Device2 {
  return {
    hwid: sayHwid(device),
    status: sayStatus2(device),
    hostname: device.hostname,
    nickname: device.nickname,
    agent_version: device.agent_version,
    ...sayLastSeen(device),
    ...withoutEmpty({ machine_type: device.device_type === 'other' ? '' : device.device_type }),
    active: device.online ? 1 : 0,
    total_issue: device.critical_issues + device.warning_issues,
    user_info: sayUser(device),
    os_info: sayOs(device),
    network_info: listAddresses(device).map(({ mac, ipv4, ipv6 }) => ({
      mac_addr: mac,
      ipv4_addr: ipv4,
      ipv6_addr: ipv6,
    })),
  }
}
