import type { CurrentRetention, Retention } from '@muster/core/api/retention.ts'
import type { Caller } from '../../caller.ts'
import type { Queryable } from '../../db/pool.ts'
import { findRetention, listRetentionRuns, saveRetention } from '../../db/retention/retention.ts'
import { invalidField } from '../../refusal.ts'
import type { Services } from '../../services.ts'
import type { UnitOfWork } from '../mutate.ts'
import { writeAudit } from '../write-audit.ts'

/** What the account keeps for how long, and what went by that. */
export async function showRetention(db: Queryable, { accountId }: Caller): Promise<CurrentRetention> {
  const { retention, retention_at, retention_by } = await findRetention(db, accountId)
  const runs = await listRetentionRuns(db, accountId)
  return {
    ...retention,
    changed_at: retention_at?.toISOString() ?? null,
    changed_by: retention_by,
    runs: runs.map(({ last_run_at, ...run }) => ({ ...run, last_run_at: last_run_at.toISOString() })),
  }
}

/** Takes the place of the whole of it; the background job goes by it from its next run on. @throws Refusal invalid_request */
export async function changeRetention(
  { now }: Services,
  { tx }: UnitOfWork,
  caller: Caller,
  retention: Retention,
): Promise<CurrentRetention> {
  if (retention.deleted_devices_days !== undefined && retention.actions_days === undefined) {
    throw invalidField(
      'deleted_devices_days',
      'goes with actions_days: what actions were about is not removed before them',
    )
  }
  const at = now()
  const by = caller.userName ?? caller.application?.name ?? caller.channel
  await saveRetention(tx, { accountId: caller.accountId, retention, at, by })
  const current = await showRetention(tx, caller)
  await writeAudit(tx, caller, { at, event: 'retention.changed', details: { retention } })
  return current
}
