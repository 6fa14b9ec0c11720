import type { ApplicationChange, ChangedApplication } from '@muster/core/api/applications.ts'
import type { Caller } from '../caller.ts'
import { findApplication } from '../db/applications/list-applications.ts'
import { changeApplication as changeRow, lockApplication } from '../db/applications/write-applications.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { makeKey } from './create-application.ts'
import { toApplication } from './list-applications.ts'
import type { UnitOfWork } from './mutate.ts'
import { checkRedirectUris } from './oauth/check-redirect-uris.ts'
import { writeAudit } from './write-audit.ts'

/** Its tokens stay as they are. @throws Refusal not_found (also where it is revoked), invalid_request */
export async function changeApplication(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { appId, change }: { appId: string; change: ApplicationChange },
): Promise<ChangedApplication> {
  const { accountId } = caller
  const isThere = await lockApplication(tx, accountId, appId)
  const before = isThere ? await findApplication(tx, accountId, appId) : undefined
  if (before === undefined) throw new Refusal('not_found', 'There is no such application, or it is revoked.')
  const { name, redirect_uris: redirectUris, client_type: clientType } = change
  const wasPublic = before.is_public
  const isPublic = clientType === undefined ? wasPublic : clientType === 'public'
  checkRedirectUris(redirectUris ?? before.redirect_uris, isPublic ? 'public' : 'confidential')
  const secret = wasPublic && !isPublic ? makeKey() : null
  const secretHash = isPublic === wasPublic ? undefined : secret === null ? null : sha256Of(secret)
  await changeRow(tx, accountId, appId, { name, redirectUris, secretHash })
  const after = await findApplication(tx, accountId, appId)
  await writeAudit(tx, caller, {
    at: now(),
    event: 'application.changed',
    details: { app_id: appId, name_before: before.name, ...change },
  })
  return { ...toApplication(after!), client_secret: secret }
}
