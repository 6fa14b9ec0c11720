import { findAccountKeys } from '../../db/accounts/find-account-keys.ts'
import type { Queryable } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import { type Enrolment, makeRemediationToken, remediationKeys } from './remediation-token.ts'

/** Where the page is that tells a device's user what to mend. */
export type LinkTo = (enrolment: Enrolment) => string

/** For devices of one account; a transaction reads by its own handle. */
export async function remediationLinks(
  { pool, publicUrl }: Pick<Services, 'pool' | 'publicUrl'>,
  accountId: number,
  db: Queryable = pool,
): Promise<LinkTo> {
  const keys = remediationKeys((await findAccountKeys(db, accountId)).sealKey)
  const base = `${publicUrl()}${remediationPath}`
  return (enrolment) => base + makeRemediationToken(keys, accountId, enrolment)
}

export const remediationPath = '/remediation/'
