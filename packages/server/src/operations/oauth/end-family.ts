import type { Caller } from '../../caller.ts'
import { type HeldFamily, revokeFamily } from '../../db/oauth/token-families.ts'
import type { Tx } from '../../db/pool.ts'
import type { Services } from '../../services.ts'
import type { OAuthClient } from '../authenticate-client.ts'
import { writeAudit } from '../write-audit.ts'
import { callerOfFamily } from './add-user-token.ts'

/** Last in its transaction. Told once: a family that ended already is only refused. */
export async function endReusedFamily(
  { now }: Services,
  tx: Tx,
  asked: Caller,
  {
    client,
    family,
    reason,
  }: { client: OAuthClient; family: HeldFamily; reason: 'code_reused' | 'refresh_token_reused' },
): Promise<void> {
  const at = now()
  if (!(await revokeFamily(tx, client.accountId, family.family_id, at))) return
  await writeAudit(tx, callerOfFamily(client, asked, family), {
    at,
    event: 'token.refused',
    details: { reason, family_id: family.family_id },
  })
}
