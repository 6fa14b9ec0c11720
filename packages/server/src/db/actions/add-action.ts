import type { Brake } from '@muster/core/action/brake.ts'
import type { Caller } from '../../caller.ts'
import type { Queryable } from '../pool.ts'

export interface NewAction {
  readonly actionId: string
  readonly type: string
  readonly params: string
  readonly createdAt: Date
  readonly targetCount: number
  readonly merkleRoot: Uint8Array
  readonly command?:
    | {
        readonly statement: string
        readonly signature: Buffer
        readonly workKey: string
        readonly deliverBy: Date
        readonly finishSeconds: number
        readonly report: string | undefined
        readonly brake: Brake | undefined
      }
    | undefined
  readonly leaseUntil?: Date | undefined
  /** Of which action it is the retry or the undoing. */
  readonly origin?: { readonly kind: 'retry' | 'undo'; readonly actionId: string } | undefined
}

export async function addAction(db: Queryable, caller: Caller, action: NewAction): Promise<void> {
  await db.query({
    name: 'add-action',
    text: `insert into action (account_id, action_id, type, params, created_at, channel, user_name, app_id, app_name,
             token_id, request_id, target_count, merkle_root, statement, signature, work_key, deliver_by,
             finish_seconds, report, lease_until, user_id, origin_kind, origin_action,
             brake_failed_percent, brake_sample_min, brake_checked_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
             $24::smallint, $25, case when $24::smallint is not null then $5::timestamptz end)`,
    values: [
      caller.accountId,
      action.actionId,
      action.type,
      action.params,
      action.createdAt,
      caller.channel,
      caller.userName ?? null,
      caller.application?.id ?? null,
      caller.application?.name ?? null,
      caller.tokenId ?? null,
      caller.requestId,
      action.targetCount,
      Buffer.from(action.merkleRoot),
      action.command?.statement ?? null,
      action.command?.signature ?? null,
      action.command?.workKey ?? null,
      action.command?.deliverBy ?? null,
      action.command?.finishSeconds ?? null,
      action.command?.report ?? null,
      action.leaseUntil ?? null,
      caller.userId ?? null,
      action.origin?.kind ?? null,
      action.origin?.actionId ?? null,
      action.command?.brake?.failedPercent ?? null,
      action.command?.brake?.sampleMin ?? null,
    ],
  })
}
