import type { Retention, RetentionKind } from '@muster/core/api/retention.ts'
import type { Queryable, Tx } from '../pool.ts'

export interface RetentionRow {
  readonly retention: Retention
  readonly retention_at: Date | null
  readonly retention_by: string | null
}

export async function findRetention(db: Queryable, accountId: number): Promise<RetentionRow> {
  const { rows } = await db.query<RetentionRow>({
    name: 'find-retention',
    text: 'select retention, retention_at, retention_by from account where account_id = $1',
    values: [accountId],
  })
  return rows[0]!
}

export async function saveRetention(
  tx: Tx,
  { accountId, retention, at, by }: { accountId: number; retention: Retention; at: Date; by: string },
): Promise<void> {
  await tx.query({
    name: 'save-retention',
    text: 'update account set retention = $2, retention_at = $3, retention_by = $4 where account_id = $1',
    values: [accountId, JSON.stringify(retention), at, by],
  })
}

/** Accounts of which something goes. */
export async function listRetentions(db: Queryable): Promise<{ account_id: number; retention: Retention }[]> {
  const { rows } = await db.query<{ account_id: number; retention: Retention }>({
    name: 'list-retentions',
    text: `select account_id, retention from account where retention <> '{}' order by account_id`,
  })
  return rows
}

export interface RetentionRunRow {
  readonly kind: RetentionKind
  readonly last_run_at: Date
  readonly removed: number
  readonly removed_ever: number
}

export async function listRetentionRuns(db: Queryable, accountId: number): Promise<RetentionRunRow[]> {
  const { rows } = await db.query<RetentionRunRow>({
    name: 'list-retention-runs',
    text: `select kind, last_run_at, removed::float8 as removed, removed_ever::float8 as removed_ever
           from retention_run where account_id = $1 order by kind`,
    values: [accountId],
  })
  return rows
}

export async function noteRetentionRun(
  tx: Tx,
  run: { accountId: number; kind: RetentionKind; at: Date; removed: number },
): Promise<void> {
  await tx.query({
    name: 'note-retention-run',
    text: `insert into retention_run as known (account_id, kind, last_run_at, removed, removed_ever)
           values ($1, $2, $3, $4, $4)
           on conflict (account_id, kind) do update
           set last_run_at = excluded.last_run_at, removed = excluded.removed,
             removed_ever = known.removed_ever + excluded.removed`,
    values: [run.accountId, run.kind, run.at, run.removed],
  })
}
