import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import type { Caller } from '../caller.ts'
import { lockRelease } from '../db/agent-releases/list-releases.ts'
import { appendPiece } from '../db/agent-releases/pieces.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { noSuchRelease, showAgentRelease } from './list-agent-releases.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** Stores the next piece of a release's file. @throws Refusal: not_found, conflict where it is not the next */
export async function receiveReleasePiece(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { releaseId, offset, bytes }: { releaseId: string; offset: number; bytes: Buffer },
): Promise<AgentRelease> {
  const { accountId } = caller
  if (bytes.length === 0) throw invalidField('body', 'holds no bytes')
  if (!(await lockRelease(tx, accountId, releaseId))) throw noSuchRelease()
  if (!(await appendPiece(tx, { accountId, releaseId, startByte: offset, bytes }))) {
    const { state, received_bytes, size_bytes } = await showAgentRelease(tx, accountId, releaseId)
    const message =
      state === 'uploading'
        ? `The next piece begins at byte ${received_bytes}, and all together have ${size_bytes}.`
        : `This release is ${state}: its file stays as it is.`
    throw new Refusal('conflict', message)
  }
  const release = await showAgentRelease(tx, accountId, releaseId)
  const details = { release_id: releaseId, offset, size_bytes: bytes.length, sha256: sha256Of(bytes).toString('hex') }
  await writeAudit(tx, caller, { at: now(), event: 'agent_release.piece_stored', details })
  return release
}
