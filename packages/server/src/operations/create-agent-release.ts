import type { AgentRelease, NewAgentRelease } from '@muster/core/api/agent-releases.ts'
import type { Caller } from '../caller.ts'
import { addRelease } from '../db/agent-releases/write-releases.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { showAgentRelease } from './list-agent-releases.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** Announces a file; its pieces follow, then it is published. Until then no device hears of it. */
export async function createAgentRelease(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { version, platform, size_bytes, sha256, allow_downgrade = false }: NewAgentRelease,
): Promise<AgentRelease> {
  const { accountId } = caller
  const at = now()
  const releaseId = uuidV7(at)
  await addRelease(tx, {
    accountId,
    releaseId,
    version,
    platform,
    sizeBytes: size_bytes,
    sha256: Buffer.from(sha256, 'hex'),
    allowDowngrade: allow_downgrade,
    createdAt: at,
  })
  const release = await showAgentRelease(tx, accountId, releaseId)
  const details = { release_id: releaseId, version, platform, size_bytes, sha256, allow_downgrade }
  await writeAudit(tx, caller, { at, event: 'agent_release.created', details })
  return release
}
