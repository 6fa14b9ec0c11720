import type { CheckName } from './check-name.ts'

/** What people call the checks. */
export const checkWords: Readonly<Record<CheckName, string>> = {
  disk_encryption: 'Disk encryption',
  firewall: 'Firewall',
  antimalware_present: 'Malware scanner',
  antimalware_current: 'Malware signatures',
  os_updates: 'System updates',
  screen_lock: 'Screen lock',
  reboot_pending: 'Restart',
  unwanted_software: 'Unwanted software',
}

/** What is wrong where it fails, in a few words; it stands by itself where the facts do not say more. */
export function describeIssue({
  check,
  facts,
}: {
  check: CheckName
  facts: Readonly<Record<string, unknown>>
}): string {
  switch (check) {
    case 'disk_encryption':
      return listed(
        'not encrypted',
        namesOf(facts.volumes, 'mount', ({ encrypted }) => encrypted === false),
      )
    case 'firewall':
      return 'nothing keeps connections out'
    case 'antimalware_present':
      return 'there is none'
    case 'antimalware_current':
      return typeof facts.age_days === 'number' ? `${facts.age_days} days old` : 'there are none'
    case 'os_updates':
      return typeof facts.missing_total === 'number' ? `${facts.missing_total} missing` : 'some are missing'
    case 'screen_lock':
      return 'the screen stays open'
    case 'reboot_pending':
      return typeof facts.kernel_installed === 'string' ? `${facts.kernel_installed} waits for it` : 'it is due'
    case 'unwanted_software':
      return listed(
        'installed',
        namesOf(facts.found, 'name', () => true),
      )
  }
}

const namesMax = 5

function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return what
  const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : ''
  return `${what}: ${names.slice(0, namesMax).join(', ')}${more}`
}

/** Agents say the facts: whatever they are, this shows them. */
function namesOf(list: unknown, key: string, isMeant: (one: Record<string, unknown>) => boolean): string[] {
  if (!Array.isArray(list)) return []
  return list
    .filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    .filter(isMeant)
    .map((one) => String(one[key]))
}
