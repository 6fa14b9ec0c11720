import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { wireTime } from '../wire-time.ts'
import { listAddresses, type WireAddress } from './list-addresses.ts'
import { type OsInfo, sayLastSeen, sayOs, sayUser, type UserInfo, withoutEmpty } from './say-parts.ts'

export interface IssueCounts {
  readonly total_issue: number
  readonly total_critical_issue: number
  readonly total_warning_issue: number
}

export function sayIssues({ critical_issues, warning_issues }: DescribedDevice): IssueCounts {
  return {
    total_issue: critical_issues + warning_issues,
    total_critical_issue: critical_issues,
    total_warning_issue: warning_issues,
  }
}

/** What every call of version 3 says of a device. */
export interface Device3 {
  readonly device_id: string
  readonly status: DescribedDevice['status']
  readonly severity: DescribedDevice['severity']
  readonly issue: IssueCounts
  readonly group_name: string
  readonly agent_type: string
  readonly agent_version: string
  readonly device_name: string
  readonly nickname: string
  readonly device_type?: string
  readonly last_seen?: string
  readonly public_ip?: string
}

export function sayDevice3(device: DescribedDevice): Device3 {
  return {
    device_id: device.device_id,
    status: device.status,
    severity: device.severity,
    issue: sayIssues(device),
    group_name: device.group_name,
    agent_type: device.agent_type,
    agent_version: device.agent_version,
    device_name: device.hostname,
    nickname: device.nickname,
    ...withoutEmpty({ device_type: device.device_type === 'other' ? '' : device.device_type }),
    ...sayLastSeen(device),
    ...withoutEmpty({ public_ip: device.public_ip }),
  }
}

export interface Network3 {
  readonly mac: string
  readonly ipv4: string
  readonly ipv6: string
  readonly dhcp_enabled: boolean
  readonly dhcp_obtained?: string
  readonly dhcp_expires?: string
  readonly dhcp_server?: string
}

/** What a device's agent told of its system and its network. */
export interface System3 {
  readonly user_info: UserInfo
  readonly os_info: OsInfo
  readonly network_info: readonly Network3[]
}

export function saySystem3(device: DescribedDevice): System3 {
  return {
    user_info: sayUser(device),
    os_info: sayOs(device),
    network_info: listAddresses(device).map(sayNetwork3),
  }
}

function sayNetwork3({ mac, ipv4, ipv6, dhcp }: WireAddress): Network3 {
  const time = (seconds: number | null | undefined) => (seconds == null ? '' : wireTime(new Date(seconds * 1000)))
  return {
    mac,
    ipv4,
    ipv6,
    dhcp_enabled: dhcp !== undefined,
    ...withoutEmpty({
      dhcp_obtained: time(dhcp?.obtained_at),
      dhcp_expires: time(dhcp?.expires_at),
      dhcp_server: dhcp?.server ?? '',
    }),
  }
}
