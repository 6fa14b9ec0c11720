import { randomInt } from 'node:crypto'
import type { CreatedApplication, NewApplication } from '@muster/core/api/applications.ts'
import type { Caller } from '../caller.ts'
import { findApplication } from '../db/applications/list-applications.ts'
import { addApplication } from '../db/applications/write-applications.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { toApplication } from './list-applications.ts'
import type { UnitOfWork } from './mutate.ts'
import { checkRedirectUris } from './oauth/check-redirect-uris.ts'
import { writeAudit } from './write-audit.ts'

/** Registers an OAuth client. Its secret, where it has one, is in this answer and nowhere else. @throws Refusal invalid_request */
export async function createApplication(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { name, scopes = ['read', 'actions'], rate_limit, redirect_uris = [], client_type }: NewApplication,
): Promise<CreatedApplication> {
  checkRedirectUris(redirect_uris, client_type)
  const { accountId } = caller
  const at = now()
  const appId = uuidV7(at)
  const clientId = makeKey()
  const secret = client_type === 'public' ? null : makeKey()
  await addApplication(tx, {
    accountId,
    appId,
    clientId,
    secretHash: secret === null ? null : sha256Of(secret),
    name,
    scopes,
    redirectUris: redirect_uris,
    rateLimit: rate_limit,
    createdAt: at,
  })
  const row = await findApplication(tx, accountId, appId)
  await writeAudit(tx, caller, {
    at,
    event: 'application.created',
    details: { app_id: appId, client_id: clientId, name, scopes, rate_limit, redirect_uris, client_type },
  })
  return { ...toApplication(row!), client_secret: secret }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** The form of the wire's client keys and secrets: 248 bits in 48 characters. */
export function makeKey(): string {
  return Array.from({ length: 48 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
