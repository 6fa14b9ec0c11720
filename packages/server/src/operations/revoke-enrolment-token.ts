import type { EnrolmentToken } from '@muster/core/api/enrolment-tokens.ts'
import type { Caller } from '../caller.ts'
import { findEnrolmentToken } from '../db/enrolment-tokens/list-enrolment-tokens.ts'
import { revokeEnrolmentToken as revokeRow } from '../db/enrolment-tokens/write-enrolment-tokens.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { toEnrolmentToken } from './list-enrolment-tokens.ts'
import type { UnitOfWork } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/** Lets no further device in; those that came stay. Twice is harmless. @throws Refusal not_found */
export async function revokeEnrolmentToken(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  tokenId: string,
): Promise<EnrolmentToken> {
  const at = now()
  const revoked = await revokeRow(tx, caller.accountId, tokenId, at)
  const row = await findEnrolmentToken(tx, caller.accountId, tokenId)
  if (row === undefined) throw new Refusal('not_found', 'There is no such enrolment token.')
  if (revoked) await writeAudit(tx, caller, { at, event: 'enrolment_token.revoked', details: { token_id: tokenId } })
  return toEnrolmentToken(row)
}
