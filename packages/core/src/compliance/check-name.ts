/** What agents look at. Newer agents may say more: a name that is not here is not kept. */
export const checkNames = [
  'disk_encryption',
  'firewall',
  'antimalware_present',
  'antimalware_current',
  'os_updates',
  'screen_lock',
  'reboot_pending',
  'unwanted_software',
] as const
export type CheckName = (typeof checkNames)[number]

export function isCheckName(name: string): name is CheckName {
  return (checkNames as readonly string[]).includes(name)
}

/** `unknown`: the agent could not tell, or it does not apply, such as a screen lock where there is no screen. */
export const checkResults = ['pass', 'fail', 'unknown'] as const
export type CheckResult = (typeof checkResults)[number]
