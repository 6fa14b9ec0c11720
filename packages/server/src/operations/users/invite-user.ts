import type { InvitedUser, NewUser } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import type { Tx } from '../../db/pool.ts'
import { saveInvitation } from '../../db/users/invitations.ts'
import { addUser } from '../../db/users/write-users.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { uuidV7 } from '../../uuid-v7.ts'
import type { UnitOfWork } from '../mutate.ts'
import { makeSecretToken } from '../sign-in/secret-token.ts'
import { writeAudit } from '../write-audit.ts'
import { requireUser, toUser } from './to-user.ts'

const invitationMilliseconds = 7 * 24 * 3600 * 1000

/** Who is invited chooses the password himself: nobody else ever knows it. @throws Refusal conflict */
export async function createUser(
  services: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  { email, name, role }: NewUser,
): Promise<InvitedUser> {
  const at = services.now()
  const { accountId } = caller
  const userId = uuidV7(at)
  if (!(await addUser(tx, { accountId, userId, email, name, role, passwordHash: null, createdAt: at }))) {
    throw new Refusal('conflict', 'There is a user with this e-mail address.', [
      { field: 'email', message: 'is taken' },
    ])
  }
  const invited = await invite(services, tx, accountId, userId)
  await writeAudit(tx, caller, {
    at,
    event: 'user.created',
    details: { user_id: userId, email, name, role, expires_at: invited.invitation_expires_at },
  })
  return invited
}

/** A new link; the one before is over. Also for whoever forgot the password, which is good until the link is used. */
export async function inviteUser(
  services: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  userId: string,
): Promise<InvitedUser> {
  const user = await requireUser(tx, caller.accountId, userId)
  if (user.disabled_at !== null) throw new Refusal('conflict', 'The user is disabled: enable it first.')
  const invited = await invite(services, tx, caller.accountId, userId)
  await writeAudit(tx, caller, {
    at: services.now(),
    event: 'user.invited',
    details: { user_id: userId, email: user.email, expires_at: invited.invitation_expires_at },
  })
  return invited
}

async function invite(services: Services, tx: Tx, accountId: number, userId: string): Promise<InvitedUser> {
  const { token, hash } = makeSecretToken('msi')
  const at = services.now()
  const expiresAt = new Date(at.getTime() + invitationMilliseconds)
  await saveInvitation(tx, { accountId, userId, tokenHash: hash, expiresAt })
  const user = toUser(await requireUser(tx, accountId, userId), at)
  // In the fragment: browsers send it to nobody.
  return { ...user, invitation_link: `${services.publicUrl()}/invitation#token=${token}` }
}
