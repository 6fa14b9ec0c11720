import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { type Device3, type System3, sayDevice3, saySystem3 } from '../devices/say-device-3.ts'
import { wireTime } from '../wire-time.ts'
import type { GetDevicesVersion } from './get-devices-version.ts'

/** A device as version 3 lists it. */
export interface Listed3 extends Device3, System3 {
  readonly enrolled_at: string
  /** 3.5 and later. */
  readonly host_name?: string
}

export function sayListed3(device: DescribedDevice, { style }: GetDevicesVersion): Listed3 {
  return {
    ...sayDevice3(device),
    enrolled_at: wireTime(device.enrolled_at),
    ...(style === 'cursor' && { host_name: device.hostname }),
    ...saySystem3(device),
  }
}
