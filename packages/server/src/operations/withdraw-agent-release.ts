import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import type { Caller } from '../caller.ts'
import { lockRelease } from '../db/agent-releases/list-releases.ts'
import { withdrawRelease } from '../db/agent-releases/write-releases.ts'
import type { Services } from '../services.ts'
import { noSuchRelease, showAgentRelease } from './list-agent-releases.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** No device is offered it any more, and its file goes; who has it keeps it. Twice is harmless. @throws Refusal not_found */
export async function withdrawAgentRelease(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  releaseId: string,
): Promise<AgentRelease> {
  const { accountId } = caller
  const at = now()
  if (!(await lockRelease(tx, accountId, releaseId))) throw noSuchRelease()
  const withdrawn = await withdrawRelease(tx, accountId, releaseId, at)
  const release = await showAgentRelease(tx, accountId, releaseId)
  const details = { release_id: releaseId, version: release.version, platform: release.platform }
  if (withdrawn) await writeAudit(tx, caller, { at, event: 'agent_release.withdrawn', details })
  return release
}
