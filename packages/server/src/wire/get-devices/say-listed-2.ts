import type { DescribedDevice } from '../../operations/describe-devices.ts'
import type { LinkTo } from '../../operations/remediation/remediation-links.ts'
import { type Device2, sayDevice2 } from '../devices/say-device-2.ts'

/** A device as version 2 lists it. */
export interface Listed2 extends Device2 {
  /** The page that tells its user what to mend. */
  readonly remediation_link: string
}

export function sayListed2(device: DescribedDevice, linkTo: LinkTo): Listed2 {
  return { ...sayDevice2(device), remediation_link: linkTo(device.enrolment) }
}
