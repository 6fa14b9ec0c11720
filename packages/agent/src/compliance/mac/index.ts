import type { Checks } from '../finding.ts'
import { passIf, unknown } from '../finding.ts'
import { judgeUpdates } from '../missing-updates.ts'
import { judgeSoftware } from '../unwanted-software.ts'
import { parseApplications, parseFileVault, parseRecommendedUpdates, parseSocketFilter } from './parsers.ts'

const updatesFile = '/Library/Preferences/com.apple.SoftwareUpdate.plist'
const filter = '/usr/libexec/ApplicationFirewall/socketfilterfw'
const asJson = ['-convert', 'json', '-o', '-']

/**
 * By Apple's own tools, from their manuals; tried on samples of what they print, not on a Mac. What is missing is what
 * the system found when it looked last: `softwareupdate --list` would go online, and take minutes.
 */
export const macChecks: Checks = {
  disk_encryption: async ({ run }) => {
    const isOn = parseFileVault((await run('fdesetup', ['status'])) ?? '')
    return isOn === undefined ? unknown('fdesetup does not tell') : passIf(isOn, { file_vault: isOn })
  },
  firewall: async ({ run }) => {
    const isOn = parseSocketFilter((await run(filter, ['--getglobalstate'])) ?? '')
    return isOn === undefined ? unknown('socketfilterfw does not tell') : passIf(isOn, { application_firewall: isOn })
  },
  os_updates: async ({ run, now }) => {
    const found = parseRecommendedUpdates((await run('plutil', [...asJson, updatesFile])) ?? '')
    return found === undefined
      ? unknown('the system keeps no list of updates')
      : judgeUpdates('softwareupdate', found.updates, { listedAt: found.listedAt, now })
  },
  unwanted_software: async ({ run, software }) => {
    const text = await run('system_profiler', ['-json', 'SPApplicationsDataType'], { timeoutSeconds: 120 })
    return judgeSoftware(text === undefined ? undefined : parseApplications(text), software)
  },
}
