import type { AcceptedInvitation, Invitation } from '@muster/core/api/users.ts'
import type { Caller } from '../../caller.ts'
import { forgetCeremonies } from '../../db/sign-in/ceremonies.ts'
import { endSessions } from '../../db/sign-in/sessions.ts'
import { findInvitation, type InvitationRow, takeInvitation } from '../../db/users/invitations.ts'
import { changeUser, setPassword } from '../../db/users/write-users.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import { mutateAgain } from '../mutate.ts'
import { goOnAfterFirstFactor, type SignInStep } from '../sign-in/after-first-factor.ts'
import { countAttempt, forgiveAttempt } from '../sign-in/attempts.ts'
import { consoleAccount } from '../sign-in/console-account.ts'
import { checkNewPassword, hashPassword } from '../sign-in/passwords.ts'
import { type Client, userCaller } from '../sign-in/start-session.ts'
import { writeAudit } from '../write-audit.ts'

/** @throws Refusal not_found, rate_limited */
export async function showInvitation(services: Services, asked: Caller, token: string): Promise<Invitation> {
  const { email, name, role, invitation_expires_at } = await findOpen(services, asked, token)
  return { email, name, role, expires_at: invitation_expires_at.toISOString() }
}

/**
 * Sets the password of whoever has the link, once, and signs in; second factors are asked for as ever. Sessions that the
 * user had are over: the link may have been made because somebody else is in one.
 * @throws Refusal not_found, invalid_request, rate_limited
 */
export async function acceptInvitation(
  services: Services,
  asked: Caller,
  { token, password, name, userAgent }: AcceptedInvitation & Client,
): Promise<SignInStep> {
  const row = await findOpen(services, asked, token)
  const { account_id: accountId, user_id: userId, email } = row
  checkNewPassword(password, email)
  const passwordHash = await hashPassword(password)
  return mutateAgain(services, async ({ tx }) => {
    const at = services.now()
    if (!(await takeInvitation(tx, sha256Of(token), at))) throw isOver()
    await setPassword(tx, { accountId, userId }, passwordHash)
    await changeUser(tx, { accountId, userId }, { name })
    await forgetCeremonies(tx, { accountId, userId })
    await endSessions(tx, { accountId, userId, at })
    await writeAudit(tx, userCaller(asked, row), { at, event: 'user.joined', details: {} })
    return goOnAfterFirstFactor(services, tx, asked, { accountId, userId, by: 'invitation', userAgent })
  })
}

async function findOpen(services: Services, asked: Caller, token: string): Promise<InvitationRow> {
  const attempt = { accountId: await consoleAccount(services.pool), peer: asked.peer }
  await countAttempt(services, attempt)
  const row = await findInvitation(services.pool, sha256Of(token), services.now())
  if (row === undefined) throw isOver()
  await mutateAgain(services, ({ tx }) => forgiveAttempt(tx, attempt))
  return row
}

function isOver(): Refusal {
  return new Refusal('not_found', 'This invitation was used, is over, or was never made: ask for a new one.')
}
