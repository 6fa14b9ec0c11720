import { createHash } from 'node:crypto'
import { createReleaseFileReader, findReleaseFileFault } from '@muster/core/agent/release-file.ts'
import { releaseText } from '@muster/core/agent/signed-texts.ts'
import type { AgentRelease, AgentRollout } from '@muster/core/api/agent-releases.ts'
import type { Caller } from '../caller.ts'
import { lockRelease } from '../db/agent-releases/list-releases.ts'
import { readPieces } from '../db/agent-releases/pieces.ts'
import { changeRollout, publishRelease } from '../db/agent-releases/write-releases.ts'
import { findGroupKey } from '../db/groups/find-group-key.ts'
import type { Tx } from '../db/pool.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { createKeyring } from './keyring.ts'
import { noSuchRelease, showAgentRelease } from './list-agent-releases.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

type Change = { readonly releaseId: string; readonly rollout: AgentRollout }

/**
 * Reads the whole file back, signs what it is with the account's command key, and offers it to the devices that the
 * rollout names (default: all). @throws Refusal: not_found; conflict where it is not whole, was published before, or says of
 * itself that it is another version or of another platform
 */
export async function publishAgentRelease(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { releaseId, rollout }: Change,
): Promise<AgentRelease> {
  const { accountId } = caller
  const { state, ...release } = await lock(tx, accountId, releaseId)
  if (state !== 'uploading') throw new Refusal('conflict', `This release is ${state} already.`)
  // What is not whole is not read: half a gigabyte, with the release locked, for what one comparison tells.
  const file = release.received_bytes === release.size_bytes ? await readFile(tx, accountId, releaseId) : undefined
  if (file?.sha256 !== release.sha256) {
    throw new Refusal(
      'conflict',
      `What has arrived (${release.received_bytes} of ${release.size_bytes} bytes) is not the file that was announced. ` +
        'Send what is missing, or withdraw the release and announce it anew.',
    )
  }
  const fault = findReleaseFileFault(file.facts, release)
  if (fault !== undefined) throw new Refusal('conflict', `The release’s ${fault.field} ${fault.message}.`)
  const at = now()
  const ring = await createKeyring(tx).of(accountId)
  const signature = Buffer.from(ring.sign(releaseText(release)), 'base64url')
  await saveRollout(tx, accountId, release, { releaseId, rollout })
  await publishRelease(tx, { accountId, releaseId, signature, at })
  return record(tx, caller, releaseId, { at, event: 'agent_release.published' })
}

/** Widens or narrows who gets a release. Who has it keeps it. @throws Refusal: not_found, conflict */
export async function changeAgentRollout(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { releaseId, rollout }: Change,
): Promise<AgentRelease> {
  const release = await lock(tx, caller.accountId, releaseId)
  if (release.state !== 'published') throw new Refusal('conflict', `This release is ${release.state}.`)
  await saveRollout(tx, caller.accountId, release, { releaseId, rollout })
  return record(tx, caller, releaseId, { at: now(), event: 'agent_release.changed' })
}

async function readFile(tx: Tx, accountId: number, releaseId: string) {
  const hash = createHash('sha256')
  const reader = createReleaseFileReader()
  for await (const bytes of readPieces(tx, accountId, releaseId)) {
    hash.update(bytes)
    reader.add(bytes)
  }
  return { sha256: hash.digest('hex'), facts: reader.facts() }
}

async function lock(tx: Tx, accountId: number, releaseId: string): Promise<AgentRelease> {
  if (!(await lockRelease(tx, accountId, releaseId))) throw noSuchRelease()
  return showAgentRelease(tx, accountId, releaseId)
}

async function saveRollout(
  tx: Tx,
  accountId: number,
  present: Pick<AgentRelease, 'group_id' | 'percent'>,
  { releaseId, rollout }: Change,
): Promise<void> {
  const { group_id: groupId = present.group_id, percent = present.percent } = rollout
  const groupKey = groupId === null ? null : await findGroupKey(tx, accountId, groupId)
  if (groupKey === undefined) throw invalidField('group_id', `there is no group "${groupId}"`)
  await changeRollout(tx, { accountId, releaseId, groupKey, percent })
}

async function record(
  tx: Tx,
  caller: Caller,
  releaseId: string,
  { at, event }: { at: Date; event: 'agent_release.published' | 'agent_release.changed' },
): Promise<AgentRelease> {
  const release = await showAgentRelease(tx, caller.accountId, releaseId)
  const { release_id, version, platform, sha256, allow_downgrade, group_id, percent } = release
  const details = { release_id, version, platform, sha256, allow_downgrade, group_id, percent }
  await writeAudit(tx, caller, { at, event, details })
  return release
}
