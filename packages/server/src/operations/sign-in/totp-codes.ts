import { Secret, TOTP } from 'otpauth'
import type { Tx } from '../../db/pool.ts'
import { takeTotpStep } from '../../db/sign-in/totp.ts'
import { openSecret } from '../seal-secret.ts'

const periodSeconds = 30
const common = { algorithm: 'SHA1', digits: 6, period: periodSeconds } as const

/** What every authenticator app can do: RFC 6238 with SHA-1, six digits, thirty seconds. */
export function makeTotp(email: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 })
  const totp = new TOTP({ ...common, issuer: 'Muster', label: email, secret })
  return { secret: secret.base32, uri: totp.toString() }
}

/** Of now, or of the half minutes before and after: clocks differ. A code that was taken is not taken again. */
export async function takeTotpCode(
  tx: Tx,
  {
    accountId,
    userId,
    sealed,
    code,
    at,
  }: { accountId: number; userId: string; sealed: string; code: string; at: Date },
): Promise<boolean> {
  const secret = Secret.fromBase32(await openSecret(tx, accountId, sealed, 'totp'))
  const timestamp = at.getTime()
  const delta = new TOTP({ ...common, secret }).validate({ token: code.replaceAll(/\s/g, ''), timestamp, window: 1 })
  if (delta === null) return false
  return takeTotpStep(tx, { accountId, userId }, Math.floor(timestamp / 1000 / periodSeconds) + delta)
}
