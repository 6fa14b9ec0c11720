import type { AdviceByCheck } from './advice.ts'
import { adviseOnCurrentScanner, adviseOnPresentScanner } from './antimalware.ts'
import { adviseOnDiskEncryption } from './disk-encryption.ts'
import { adviseOnFirewall } from './firewall.ts'
import { adviseOnUpdates } from './os-updates.ts'
import { adviseOnReboot } from './reboot-pending.ts'
import { adviseOnScreenLock } from './screen-lock.ts'
import { adviseOnSoftware } from './unwanted-software.ts'

/** What to say of each check. */
export const adviceByCheck: AdviceByCheck = {
  disk_encryption: adviseOnDiskEncryption,
  firewall: adviseOnFirewall,
  antimalware_present: adviseOnPresentScanner,
  antimalware_current: adviseOnCurrentScanner,
  os_updates: adviseOnUpdates,
  screen_lock: adviseOnScreenLock,
  reboot_pending: adviseOnReboot,
  unwanted_software: adviseOnSoftware,
}
