import type { MissingUpdate } from '@muster/core/compliance/missing-updates.ts'
import type { Antimalware } from '../antimalware.ts'
import { type Finding, passIf, unknown } from '../finding.ts'
import { readJson, readJsonList } from '../read-json.ts'
import type { InstalledSoftware } from '../unwanted-software.ts'

/** Get-BitLockerVolume: `ProtectionStatus` 1 is on; a volume that is encrypted and not protected keeps its key in the open. */
export function judgeBitLocker(text: string): Finding {
  const volumes = readJsonList(text)?.map(({ MountPoint, ProtectionStatus, VolumeType }) => ({
    mount: String(MountPoint).slice(0, 64),
    system: VolumeType === 0 || VolumeType === 'OperatingSystem',
    encrypted: ProtectionStatus === 1 || ProtectionStatus === 'On',
  }))
  if (volumes === undefined || volumes.length === 0) return unknown('BitLocker does not tell')
  return passIf(
    volumes.every(({ encrypted }) => encrypted),
    { volumes: volumes.slice(0, 50) },
  )
}

/** Get-NetFirewallProfile: every profile, as the network may change under way. */
export function judgeProfiles(text: string): Finding {
  const profiles = readJsonList(text)?.map(({ Name, Enabled }) => [
    String(Name).slice(0, 32),
    Enabled === 1 || Enabled === true || Enabled === 'True',
  ]) as [string, boolean][] | undefined
  if (profiles === undefined || profiles.length === 0) return unknown('the firewall does not tell')
  return passIf(
    profiles.every(([, enabled]) => enabled),
    { profiles: Object.fromEntries(profiles) },
  )
}

/** Get-MpComputerStatus, with its time in Unix seconds; undefined where Defender is off: another may be on. */
export function parseDefender(text: string): Antimalware | undefined {
  const read = readJson(text) as Record<string, unknown> | undefined
  if (read?.AntivirusEnabled !== true || read.RealTimeProtectionEnabled !== true) return undefined
  const at = Number(read.SignaturesAt)
  return {
    name: 'Microsoft Defender',
    version: String(read.AMProductVersion ?? '').slice(0, 64),
    signaturesAt: Number.isInteger(at) && at > 0 ? at : null,
  }
}

/** The update searcher's answers: KB numbers where there are some. */
export function parseWindowsUpdates(text: string): MissingUpdate[] | undefined {
  if (text.trim() === '') return undefined
  return readJsonList(text)?.map(({ Kb, Title, Security }) => ({
    id: typeof Kb === 'string' && Kb !== '' ? `KB${Kb}` : String(Title),
    title: String(Title),
    security: Security === true,
  }))
}

/** Seconds of the machine's own policy; nothing set says nothing about what the user chose. */
export function judgeInactivity(text: string): Finding {
  const seconds = Number(text.trim())
  if (text.trim() === '' || !Number.isInteger(seconds) || seconds <= 0)
    return unknown('no policy of the machine locks it')
  return passIf(seconds <= 900, { idle_seconds: seconds, idle_seconds_max: 900 })
}

export function parseUninstallEntries(text: string): InstalledSoftware[] | undefined {
  return readJsonList(text)?.flatMap(({ DisplayName, DisplayVersion }) =>
    typeof DisplayName === 'string'
      ? [{ name: DisplayName, ...(typeof DisplayVersion === 'string' && { version: DisplayVersion }) }]
      : [],
  )
}
