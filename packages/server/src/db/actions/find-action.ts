import type { Queryable } from '../pool.ts'

export interface ActionRow {
  readonly action_id: string
  readonly type: string
  readonly params: string
  readonly created_at: Date
  readonly channel: string
  readonly user_name: string | null
  readonly app_id: string | null
  readonly app_name: string | null
  readonly token_id: string | null
  readonly request_id: string
  readonly target_count: number
  readonly merkle_root: Buffer
  readonly statement: string | null
  readonly signature: Buffer | null
  readonly deliver_by: Date | null
  readonly finish_seconds: number | null
  readonly report: string | null
  readonly lease_until: Date | null
  readonly cancelled_at: Date | null
  readonly cancelled_by: string | null
  readonly origin_kind: 'retry' | 'undo' | null
  readonly origin_action: string | null
  readonly brake_failed_percent: number | null
  readonly brake_sample_min: number | null
  /** When the brake tripped, and what it saw then. */
  readonly braked_at: Date | null
  readonly brake_failed: number | null
  readonly brake_sample: number | null
}

/** Of `action`, for an ActionRow. */
export const actionColumns = `action_id, type, params, created_at, channel, user_name, app_id, app_name, token_id,
  request_id, target_count, merkle_root, statement, signature, deliver_by, finish_seconds, report, lease_until,
  cancelled_at, cancelled_by, origin_kind, origin_action, brake_failed_percent, brake_sample_min, braked_at,
  brake_failed, brake_sample`

export async function findAction(db: Queryable, accountId: number, actionId: string): Promise<ActionRow | undefined> {
  const { rows } = await db.query<ActionRow>({
    name: 'find-action',
    text: `select ${actionColumns} from action where account_id = $1 and action_id = $2`,
    values: [accountId, actionId],
  })
  return rows[0]
}
