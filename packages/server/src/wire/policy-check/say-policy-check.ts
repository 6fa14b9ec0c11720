import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { type Status2, sayCriticalStatus, sayHwid, sayStatus2 } from '../devices/say-device-2.ts'
import { sayLastSeen, withoutEmpty } from '../devices/say-parts.ts'

/** How a device stands to its policy. */
export interface PolicyCheck {
  readonly hwid: string
  readonly device_type?: string
  readonly os_type?: string
  readonly status: Status2
  readonly total_issue: number
  readonly total_critical_issue: number
  /** Whether a critical issue counts against it. */
  readonly critical_status: 0 | 1
  readonly last_seen?: string
}

export function sayPolicyCheck(device: DescribedDevice): PolicyCheck {
  const { critical_issues, warning_issues, device_type, os } = device
  return {
    hwid: sayHwid(device),
    ...withoutEmpty({
      device_type: device_type === 'other' ? '' : device_type,
      os_type: os === 'other' ? '' : os,
    }),
    status: sayStatus2(device),
    total_issue: critical_issues + warning_issues,
    total_critical_issue: critical_issues,
    critical_status: sayCriticalStatus(device),
    ...sayLastSeen(device),
  }
}
