import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { type Device2, sayCriticalStatus, sayDevice2 } from '../devices/say-device-2.ts'
import { type Device3, type System3, sayDevice3, saySystem3 } from '../devices/say-device-3.ts'
import { wireTime } from '../wire-time.ts'
import type { DeviceDetails3 } from './device-details-version.ts'

export interface Details2 extends Device2 {
  /** Whether a critical issue counts against the device: of one that is exempted none does, though it is counted. */
  readonly critical_issue: 0 | 1
  readonly total_critical_issue: number
  readonly exempt: 0 | 1
}

export function sayDetails2(device: DescribedDevice): Details2 {
  return {
    ...sayDevice2(device),
    critical_issue: sayCriticalStatus(device),
    total_critical_issue: device.critical_issues,
    exempt: device.exemption === null ? 0 : 1,
  }
}

export interface Details3 extends Device3, Partial<System3> {
  /** 3.3 and later. */
  readonly enrolled_at?: string
  /** What its user answered to `re-identify`. */
  readonly user_identity?: NonNullable<DescribedDevice['user_identity']>
  /** As Link User set it. */
  readonly link_user?: { readonly username: string; readonly group?: string }
}

export function sayDetails3(
  device: DescribedDevice,
  { tellsEnrolment }: DeviceDetails3,
  tellsSystem: boolean,
): Details3 {
  const { user_identity, linked } = device
  return {
    ...sayDevice3(device),
    ...(tellsEnrolment && { enrolled_at: wireTime(device.enrolled_at) }),
    ...(user_identity !== null && { user_identity }),
    ...(linked !== null && {
      link_user: { username: linked.user, ...(linked.group !== null && { group: linked.group }) },
    }),
    ...(tellsSystem && saySystem3(device)),
  }
}
