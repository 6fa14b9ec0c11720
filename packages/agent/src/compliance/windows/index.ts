import { type Checks, passIf, type Sources, unknown } from '../finding.ts'
import { judgeUpdates } from '../missing-updates.ts'
import { judgeSoftware } from '../unwanted-software.ts'
import {
  judgeBitLocker,
  judgeInactivity,
  judgeProfiles,
  parseUninstallEntries,
  parseWindowsUpdates,
} from './parsers.ts'

/**
 * By Windows' own commands, from their manuals; tried on samples of what they print, not on Windows. Commands that
 * answer in JSON stand for `manage-bde` and `netsh`, whose words are translated with the system. The update searcher is
 * told to stay offline: it knows what Windows Update found last.
 */
export const windowsChecks: Checks = {
  disk_encryption: async ({ run }) =>
    judgeBitLocker(
      (await ask(run, 'Get-BitLockerVolume | Select-Object MountPoint,ProtectionStatus,VolumeType | ConvertTo-Json')) ??
        '',
    ),
  firewall: async ({ run }) =>
    judgeProfiles((await ask(run, 'Get-NetFirewallProfile | Select-Object Name,Enabled | ConvertTo-Json')) ?? ''),
  os_updates: async ({ run, now }) => {
    const updates = parseWindowsUpdates((await ask(run, searchOffline, 120)) ?? '')
    return updates === undefined
      ? unknown('Windows Update does not tell')
      : judgeUpdates('windows_update', updates, { now })
  },
  screen_lock: async ({ run }) => judgeInactivity((await ask(run, inactivity)) ?? ''),
  reboot_pending: async ({ run }) => {
    const text = (await ask(run, rebootKeys))?.trim()
    return text === 'True' || text === 'False' ? passIf(text === 'False', {}) : unknown('the registry does not tell')
  },
  unwanted_software: async ({ run, software }) => {
    const text = await ask(run, uninstallEntries)
    return judgeSoftware(text === undefined ? undefined : parseUninstallEntries(text), software)
  },
}

export const askDefender =
  'Get-MpComputerStatus | Select-Object AntivirusEnabled,RealTimeProtectionEnabled,AMProductVersion,' +
  "@{n='SignaturesAt';e={[int64]([DateTimeOffset]$_.AntivirusSignatureLastUpdated).ToUnixTimeSeconds()}} | ConvertTo-Json"

export function ask(run: Sources['run'], command: string, timeoutSeconds = 60): Promise<string | undefined> {
  return run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', command], { timeoutSeconds })
}

const searchOffline =
  '$s = (New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher(); $s.Online = $false; ' +
  "ConvertTo-Json @($s.Search('IsInstalled=0 and IsHidden=0').Updates | ForEach-Object { @{ " +
  'Kb = "$($_.KBArticleIDs | Select-Object -First 1)"; Title = $_.Title; Security = [bool]$_.MsrcSeverity } })'
const inactivity =
  "(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System').InactivityTimeoutSecs"
const rebootKeys =
  "(Test-Path 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired') -or " +
  "(Test-Path 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending')"
const uninstallEntries =
  "ConvertTo-Json @('HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*'," +
  "'HKLM:\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\*' | " +
  'ForEach-Object { Get-ItemProperty $_ -ErrorAction SilentlyContinue } | Select-Object DisplayName,DisplayVersion)'
