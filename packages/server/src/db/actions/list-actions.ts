import type { Queryable } from '../pool.ts'
import type { ActionRow } from './find-action.ts'

export interface ActionPage {
  readonly accountId: number
  readonly type?: string | undefined
  /** Where the page before ended. */
  readonly after?: { readonly createdAt: Date; readonly actionId: string } | undefined
  readonly limit: number
}

/** Newest first. */
export async function listActionRows(
  db: Queryable,
  { accountId, type, after, limit }: ActionPage,
): Promise<ActionRow[]> {
  const { rows } = await db.query<ActionRow>({
    name: 'list-actions',
    text: `select action_id, type, params, created_at, channel, user_name, app_id, app_name, token_id, request_id,
             target_count, merkle_root, statement, signature, deliver_by, finish_seconds, report, lease_until,
             cancelled_at, cancelled_by
           from action
           where account_id = $1 and ($2::text is null or type = $2)
             and ($3::timestamptz is null or (created_at, action_id) < ($3, $4::uuid))
           order by created_at desc, action_id desc limit $5`,
    values: [accountId, type ?? null, after?.createdAt ?? null, after?.actionId ?? null, limit],
  })
  return rows
}
