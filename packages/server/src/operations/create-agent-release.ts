import type { AgentRelease, NewAgentRelease } from '@muster/core/api/agent-releases.ts'
import type { Caller } from '../caller.ts'
import { lockAccount } from '../db/accounts/lock-account.ts'
import { findSameRelease } from '../db/agent-releases/list-releases.ts'
import { addRelease } from '../db/agent-releases/write-releases.ts'
import { findGroupKey } from '../db/groups/find-group-key.ts'
import { invalidField } from '../refusal.ts'
import type { Services } from '../services.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { showAgentRelease } from './list-agent-releases.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/**
 * Announces a file; its pieces follow, then it is published. Until then no device hears of it. The same file, announced
 * as the same for the same devices, is one release: the one that exists is answered, published or under way.
 * @throws Refusal: invalid_request where there is no such group
 */
export async function createAgentRelease(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { version, platform, size_bytes, sha256, allow_downgrade = false, group_id = null }: NewAgentRelease,
): Promise<AgentRelease> {
  const { accountId } = caller
  const groupKey = group_id === null ? null : await findGroupKey(tx, accountId, group_id)
  if (groupKey === undefined) throw invalidField('group_id', `there is no group "${group_id}"`)
  const facts = {
    accountId,
    version,
    platform,
    sha256: Buffer.from(sha256, 'hex'),
    allowDowngrade: allow_downgrade,
    groupKey,
  }
  // Announced twice at the same time, it is one all the same.
  await lockAccount(tx, accountId)
  const same = await findSameRelease(tx, facts)
  if (same !== undefined) return showAgentRelease(tx, accountId, same)
  const at = now()
  const releaseId = uuidV7(at)
  await addRelease(tx, { ...facts, releaseId, sizeBytes: size_bytes, createdAt: at })
  const release = await showAgentRelease(tx, accountId, releaseId)
  const details = { release_id: releaseId, version, platform, size_bytes, sha256, allow_downgrade, group_id }
  await writeAudit(tx, caller, { at, event: 'agent_release.created', details })
  return release
}
