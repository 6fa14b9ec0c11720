import { compareVersions } from '@muster/core/device/agent-version.ts'
import type { Log } from '../log.ts'
import type { ProgramFiles, UpdateRecord } from './update-record.ts'

const rememberedMax = 100

/** The server is told at the next connection, and the release is not tried again. */
export function withFailure(
  record: UpdateRecord,
  releaseId: string,
  failure: UpdateRecord['outcomes'][number] & { outcome: 'rolled_back' | 'refused' },
): UpdateRecord {
  return {
    ...record,
    failed: [...record.failed.filter((id) => id !== releaseId), releaseId].slice(-rememberedMax),
    outcomes: [...record.outcomes, failure].slice(-rememberedMax),
  }
}

/** Goes back to the version before. */
export function rollBack(files: ProgramFiles, log: Log, reason: string): void {
  const record = files.read()
  const { current, previous } = record
  if (current === null) return
  const { release, from_version } = current
  log.error('the update is rolled back', {
    version: release.version,
    to: previous?.release.version ?? 'installed',
    reason,
  })
  const failure = { release_id: release.release_id, outcome: 'rolled_back', from_version, reason } as const
  files.write({
    ...withFailure(record, release.release_id, failure),
    current:
      previous === null ? null : { ...previous, from_version: previous.release.version, phase: 'confirmed', starts: 0 },
    previous: null,
  })
  files.tidy()
}

/** An installed file that was replaced by a younger one than the release is what runs from then on. */
export function giveWayToInstalled(files: ProgramFiles, installedVersion: string): void {
  const record = files.read()
  const { current } = record
  if (current === null || current.installed_version === installedVersion) return
  if (compareVersions(installedVersion, current.release.version) < 0) return
  files.write({ ...record, current: null, previous: null })
  files.tidy()
}

/** The new version has been welcomed by the server: it stays. */
export function confirmUpdate(files: ProgramFiles, log: Log): void {
  const record = files.read()
  const { current } = record
  if (current === null || current.phase === 'confirmed') return
  const { release, from_version } = current
  log.info('the update is confirmed', { from: from_version, to: release.version })
  const outcome = { release_id: release.release_id, outcome: 'updated', from_version, reason: '' } as const
  files.write({ ...record, current: { ...current, phase: 'confirmed' }, outcomes: [...record.outcomes, outcome] })
  files.tidy()
}
