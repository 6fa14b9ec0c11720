import type { Checks } from '../finding.ts'
import { judgeSoftware } from '../unwanted-software.ts'
import { checkDiskEncryption } from './disk-encryption.ts'
import { checkFirewall } from './firewall.ts'
import { listLinuxSoftware } from './installed-software.ts'
import { checkOsUpdates } from './os-updates.ts'
import { checkRebootPending } from './reboot-pending.ts'
import { checkScreenLock } from './screen-lock.ts'

export const linuxChecks: Checks = {
  disk_encryption: checkDiskEncryption,
  firewall: checkFirewall,
  os_updates: checkOsUpdates,
  screen_lock: checkScreenLock,
  reboot_pending: checkRebootPending,
  unwanted_software: async (sources) => judgeSoftware(await listLinuxSoftware(sources), sources.software),
}
