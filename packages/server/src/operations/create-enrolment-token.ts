import { randomBytes } from 'node:crypto'
import type { CreatedEnrolmentToken, NewEnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import type { Caller } from '../caller.ts'
import { findEnrolmentToken } from '../db/enrolment-tokens/list-enrolment-tokens.ts'
import { addEnrolmentToken } from '../db/enrolment-tokens/write-enrolment-tokens.ts'
import { findGroupKey } from '../db/groups/find-group-key.ts'
import { invalidField } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { defaultGroupId } from './delete-group.ts'
import { toEnrolmentToken } from './list-enrolment-tokens.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** Lets agents in: for an hour and one device unless more is asked for. @throws Refusal for an unknown group */
export async function createEnrolmentToken(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { group_id = defaultGroupId, expires_in_seconds = 3600, uses = 1, description = '' }: NewEnrolmentToken,
): Promise<CreatedEnrolmentToken> {
  const { accountId } = caller
  const at = now()
  const groupKey = await findGroupKey(tx, accountId, group_id)
  if (groupKey === undefined) throw invalidField('group_id', `there is no group "${group_id}"`)
  const tokenId = uuidV7(at)
  const token = `mse_${randomBytes(32).toString('base64url')}`
  const expiresAt = new Date(at.getTime() + expires_in_seconds * 1000)
  await addEnrolmentToken(tx, {
    accountId,
    tokenId,
    tokenHash: sha256Of(token),
    groupKey,
    description,
    uses,
    createdAt: at,
    expiresAt,
  })
  const row = await findEnrolmentToken(tx, accountId, tokenId)
  await writeAudit(tx, caller, {
    at,
    event: 'enrolment_token.created',
    details: { token_id: tokenId, group_id, uses, expires_at: expiresAt.toISOString() },
  })
  return { ...toEnrolmentToken(row!), token }
}
