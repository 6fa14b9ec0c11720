import { type KeyObject, verify } from 'node:crypto'
import type { ReleaseOffer } from '@muster/core/agent/releases.ts'
import { releaseText } from '@muster/core/agent/signed-texts.ts'
import { compareVersions } from '@muster/core/device/agent-version.ts'

/** Why a release must not be taken, as a sentence; undefined for one that may. */
export function findReleaseFault(
  release: ReleaseOffer,
  running: { readonly version: string; readonly platform: string; readonly accountKey: KeyObject },
): string | undefined {
  const signature = Buffer.from(release.signature, 'base64url')
  if (!verify(null, Buffer.from(releaseText(release)), running.accountKey, signature)) {
    return 'The release is not signed by the key that this device pinned at its enrolment.'
  }
  if (release.platform !== running.platform) return `The release is for ${release.platform}, not ${running.platform}.`
  if (!release.allow_downgrade && compareVersions(release.version, running.version) <= 0) {
    return `The release is not newer than ${running.version}, and was not signed as a step back.`
  }
  return undefined
}
