import type { Page } from '@muster/core/api/page.ts'
import type { NewPasskey, Passkey } from '@muster/core/api/second-factors.ts'
import type { PasskeyCeremony } from '@muster/core/api/session.ts'
import type { Caller } from '../../caller.ts'
import {
  addPasskey,
  listPasskeys,
  type PasskeyRow,
  removePasskey,
  renamePasskey as renameRow,
} from '../../db/sign-in/passkeys.ts'
import { invalidField, Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import type { UnitOfWork } from '../mutate.ts'
import { endCeremony, startCeremony } from '../sign-in/ceremony.ts'
import { askForPasskey, readNewPasskey } from '../sign-in/webauthn.ts'
import { requireUser } from '../users/to-user.ts'
import { writeAudit } from '../write-audit.ts'
import { removeNeedlessCodes } from './own-recovery-codes.ts'

/** All on one page: nobody has many. */
export async function listOwnPasskeys({ pool }: Services, caller: Caller): Promise<Page<Passkey>> {
  const rows = await listPasskeys(pool, caller.accountId, caller.userId!)
  return { items: rows.map(toPasskey), next_cursor: null }
}

export async function beginPasskey(services: Services, caller: Caller): Promise<PasskeyCeremony> {
  const { accountId } = caller
  const userId = caller.userId!
  const user = await requireUser(services.pool, accountId, userId)
  const passkeys = await listPasskeys(services.pool, accountId, userId)
  const { options, challenge } = await askForPasskey(services, user, passkeys)
  const ceremony = { accountId, kind: 'new-passkey', userId, facts: { challenge } } as const
  return { ceremony: await startCeremony(services, services.pool, ceremony), options }
}

/** @throws Refusal conflict where the ceremony is over or the passkey registered; invalid_request */
export async function registerPasskey(
  services: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { ceremony: token, name, passkey: response }: NewPasskey,
): Promise<Passkey> {
  const { accountId } = caller
  const userId = caller.userId!
  const at = services.now()
  const ceremony = await endCeremony(services, tx, { accountId, kind: 'new-passkey', token }).catch(
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      throw new Refusal('conflict', error.message, error.errors)
    },
  )
  const { challenge } = ceremony.facts as { challenge: string }
  const found = ceremony.userId === userId ? await readNewPasskey(services, response, challenge) : undefined
  if (found === undefined) throw invalidField('passkey', 'is not the answer to what was asked')
  const row = await addPasskey(tx, {
    accountId,
    passkeyId: uuidV7(at),
    userId,
    credentialId: found.credential.id,
    publicKey: Buffer.from(found.credential.publicKey),
    counter: found.credential.counter,
    transports: found.credential.transports ?? [],
    backedUp: found.credentialBackedUp,
    name,
    createdAt: at,
  })
  if (row === undefined) throw new Refusal('conflict', 'This passkey is registered already.')
  await writeAudit(tx, caller, {
    at,
    event: 'user.second_factor_added',
    details: { kind: 'passkey', passkey_id: row.passkey_id, name },
  })
  return toPasskey(row)
}

/** @throws Refusal not_found */
export async function renamePasskey(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { passkeyId, name }: { passkeyId: string; name: string },
): Promise<Passkey> {
  const row = await renameRow(tx, { accountId: caller.accountId, userId: caller.userId!, passkeyId }, name)
  if (row === undefined) throw noSuchPasskey()
  await writeAudit(tx, caller, { at: now(), event: 'user.changed', details: { passkey_id: passkeyId, name } })
  return toPasskey(row)
}

/** As it was. @throws Refusal not_found; conflict where nothing would be left to sign in with */
export async function removeOwnPasskey(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  passkeyId: string,
): Promise<Passkey> {
  const key = { accountId: caller.accountId, userId: caller.userId! }
  const row = await removePasskey(tx, { ...key, passkeyId })
  if (row === undefined) throw noSuchPasskey()
  const user = await requireUser(tx, key.accountId, key.userId)
  if (user.passkeys === 0 && !user.has_password && user.identities.length === 0) {
    throw new Refusal('conflict', 'You could not sign in any more: set a password first.')
  }
  await removeNeedlessCodes(tx, key)
  await writeAudit(tx, caller, {
    at: now(),
    event: 'user.second_factor_removed',
    details: { kind: 'passkey', passkey_id: passkeyId, name: row.name },
  })
  return toPasskey(row)
}

function toPasskey(row: PasskeyRow): Passkey {
  return {
    passkey_id: row.passkey_id,
    name: row.name,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    backed_up: row.backed_up,
    transports: row.transports,
  }
}

function noSuchPasskey(): Refusal {
  return new Refusal('not_found', 'You have no such passkey.')
}
