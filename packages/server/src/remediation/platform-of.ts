import type { Device } from '@muster/core/api/devices.ts'
import type { Platform } from './advice/advice.ts'

const families: readonly (readonly [Platform, RegExp])[] = [
  ['apt', /debian|ubuntu|mint|pop!?_os|elementary|zorin|kali|raspb|devuan/i],
  ['dnf', /fedora|red ?hat|rhel|centos|rocky|alma|oracle linux|amazon linux/i],
  ['zypper', /suse|sles/i],
  ['pacman', /arch|manjaro|endeavour|garuda/i],
]

/** By the name that the system gives itself. */
export function platformOf({ os, os_name }: Pick<Device, 'os' | 'os_name'>): Platform {
  if (os === 'windows' || os === 'mac') return os
  if (os !== 'linux') return 'other'
  return families.find(([, names]) => names.test(os_name))?.[0] ?? 'linux'
}
