import type { Queryable } from '../../db/pool.ts'
import { addCeremony, type CeremonyRow, findCeremony, takeCeremony } from '../../db/sign-in/ceremonies.ts'
import { Refusal } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import { sha256Of } from '../../sha256.ts'
import { makeSecretToken } from './secret-token.ts'

/** At an OpenID provider there may be more to do than to touch a key. */
const ceremonyMilliseconds = (kind: CeremonyKind) => (kind === 'openid' ? 15 : 5) * 60_000

/** What is half done: a second factor awaited, a passkey asked to sign, the answer of an OpenID provider awaited. */
export type CeremonyKind = 'second-factor' | 'passkey' | 'fresh' | 'new-passkey' | 'openid'

/** @returns the token that whoever goes on with it must bring */
export async function startCeremony(
  { now }: Pick<Services, 'now'>,
  db: Queryable,
  { accountId, kind, userId, facts }: { accountId: number; kind: CeremonyKind; userId?: string; facts: object },
): Promise<string> {
  const { token, hash } = makeSecretToken('msc')
  const expiresAt = new Date(now().getTime() + ceremonyMilliseconds(kind))
  await addCeremony(db, { accountId, tokenHash: hash, kind, userId, facts, expiresAt })
  return token
}

interface CeremonyAsked {
  readonly accountId: number
  readonly kind: CeremonyKind
  readonly token: string
}

/** Only to look: it can still be gone when it is taken. @throws Refusal wrong_credentials */
export async function lookAtCeremony(
  { pool, now }: Services,
  { accountId, kind, token }: CeremonyAsked,
): Promise<CeremonyRow> {
  return orOver(await findCeremony(pool, { accountId, kind, tokenHash: sha256Of(token), at: now() }))
}

/** For good. @throws Refusal wrong_credentials */
export async function endCeremony(
  { now }: Pick<Services, 'now'>,
  db: Queryable,
  { accountId, kind, token }: CeremonyAsked,
): Promise<CeremonyRow> {
  return orOver(await takeCeremony(db, { accountId, kind, tokenHash: sha256Of(token), at: now() }))
}

function orOver(row: CeremonyRow | undefined): CeremonyRow {
  if (row !== undefined) return row
  throw new Refusal('wrong_credentials', 'This took too long, or was ended already: begin anew.', [
    { field: 'ceremony', message: 'is over' },
  ])
}
