import type { CheckName } from '@muster/core/compliance/check-name.ts'

/** When a check fails, for somebody who never heard of it; what cannot be told never counts. */
export const checkExplanations: Readonly<Record<CheckName, string>> = {
  disk_encryption: 'Fails where a volume that can be written to is not encrypted; /boot may be open.',
  firewall: 'Fails where nothing on the device keeps connections from outside out.',
  antimalware_present: 'Fails where no malware scanner with signatures is installed.',
  antimalware_current: 'Fails where the scanner’s signatures are older than seven days, or there are none.',
  os_updates: 'Fails where the system itself knows of an update that it does not have.',
  screen_lock: 'Fails where a session stays open for more than fifteen minutes without its user.',
  reboot_pending: 'Fails where a restart is due, such as after an update of the kernel.',
  unwanted_software: 'Fails where a package is installed that is named here, as the system lists it, in any case.',
}
