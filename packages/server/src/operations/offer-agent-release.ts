import type { ReleaseOffer, ReleaseOutcome } from '@muster/core/agent/releases.ts'
import { compareVersions } from '@muster/core/device/agent-version.ts'
import { findOffer, isOnOffer } from '../db/agent-releases/offer-release.ts'
import { readPieceFrom } from '../db/agent-releases/pieces.ts'
import { saveOutcome } from '../db/agent-releases/save-outcome.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { type AgentPeer, agentCaller } from './agent-caller.ts'
import { mutateAgain } from './mutate.ts'
import type { SessionFacts } from './session-token.ts'
import { writeAudit } from './write-audit.ts'

/**
 * The release that a device with this version is to take, if any. Only the latest one that is meant for the device
 * counts: after a step back on purpose, the release before it is not a step forward.
 */
export async function offerAgentRelease(
  { pool }: Services,
  { accountId, deviceKey, generation }: SessionFacts,
  running: { platform: string; version: string },
): Promise<ReleaseOffer | null> {
  const offer = await findOffer(pool, { accountId, deviceKey, generation, platform: running.platform })
  if (offer === undefined || offer.failed || offer.version === running.version) return null
  if (!offer.allow_downgrade && compareVersions(offer.version, running.version) <= 0) return null
  const { failed: _, ...release } = offer
  return {
    ...release,
    size_bytes: Number(release.size_bytes),
    sha256: release.sha256.toString('hex'),
    signature: release.signature.toString('base64url'),
  }
}

/** Bytes of a release from an offset on, as many as there are in one piece; empty at the end. @throws Refusal not_found */
export async function readReleasePiece(
  { pool }: Services,
  { accountId, deviceKey, generation }: SessionFacts,
  { releaseId, offset }: { releaseId: string; offset: number },
): Promise<Buffer> {
  if (!(await isOnOffer(pool, { accountId, deviceKey, generation, releaseId }))) throw notOffered()
  return (await readPieceFrom(pool, { accountId, releaseId, offset })) ?? Buffer.alloc(0)
}

/** Notes and audits how an update went; the same again changes nothing. */
export async function recordReleaseOutcome(
  services: Services,
  from: AgentPeer,
  { accountId, deviceKey, deviceId, generation }: SessionFacts,
  { releaseId, outcome, from_version, reason }: ReleaseOutcome & { releaseId: string },
): Promise<void> {
  await mutateAgain(services, async ({ tx }) => {
    const at = services.now()
    const fromVersion = from_version
    const row = { accountId, releaseId, deviceKey, generation, outcome, fromVersion, reason, at }
    const version = await saveOutcome(tx, row)
    if (version === undefined) return
    const event = outcome === 'updated' ? 'agent.updated' : 'agent.update_failed'
    const details = { device_id: deviceId, release_id: releaseId, outcome, from_version, to_version: version }
    await writeAudit(tx, agentCaller(accountId, from), {
      at,
      event,
      deviceKey,
      details: { ...details, ...(reason !== '' && { reason }) },
    })
  })
}

const notOffered = () => new Refusal('not_found', 'There is no such release for this device.')
