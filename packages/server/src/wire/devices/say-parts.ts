import type { OperatingSystem } from '@muster/core/device/facts.ts'
import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { wireTime } from '../wire-time.ts'

/** What all versions say alike. What nobody told is left out, here and everywhere: it is not invented. */

export interface OsInfo {
  readonly family?: string
  readonly name?: string
  readonly version?: string
  readonly architecture?: string
}

const families: Readonly<Record<OperatingSystem, string>> = {
  windows: 'Windows',
  mac: 'Mac',
  linux: 'Linux',
  ios: 'iOS',
  android: 'Android',
  other: '',
}

export function sayOs({ os, os_name, os_version, inventory }: DescribedDevice): OsInfo {
  return withoutEmpty({
    family: families[os],
    name: os_name,
    version: os_version,
    architecture: inventory.os?.architecture ?? '',
  })
}

export interface UserInfo {
  readonly username?: string
  readonly domain?: string
}

/** Windows tells `DOMAIN\user`. */
export function sayUser({ user_name }: DescribedDevice): UserInfo {
  const [, domain = '', username = ''] = /^(?:([^\\]*)\\)?(.*)$/s.exec(user_name)!
  return withoutEmpty({ username, domain })
}

export function sayLastSeen({ last_seen }: DescribedDevice): { last_seen?: string } {
  return last_seen === null ? {} : { last_seen: wireTime(last_seen) }
}

export function withoutEmpty<Parts extends Readonly<Record<string, string>>>(parts: Parts): Partial<Parts> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== '')) as Partial<Parts>
}
