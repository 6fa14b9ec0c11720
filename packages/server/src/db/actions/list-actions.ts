import type { Queryable } from '../pool.ts'
import { type ActionRow, actionColumns } from './find-action.ts'

export interface ActionPage {
  readonly accountId: number
  readonly filter: ActionListFilter
  /** Where the page before ended. */
  readonly after?: { readonly createdAt: Date; readonly actionId: string } | undefined
  readonly limit: number
}

export interface ActionListFilter {
  readonly type?: string | undefined
  readonly channel?: string | undefined
  readonly userName?: string | undefined
  readonly appId?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Whether targets of it are open. */
  readonly waiting?: boolean | undefined
}

const conditions: Readonly<Record<keyof ActionListFilter, (value: string) => string>> = {
  type: (value) => `type = ${value}`,
  channel: (value) => `channel = ${value}`,
  userName: (value) => `user_name = ${value}`,
  appId: (value) => `app_id = ${value}`,
  since: (value) => `created_at >= ${value}`,
  until: (value) => `created_at <= ${value}`,
  // Read from the index of the open targets, once: looking into each action would read large ones to their end.
  waiting: (value) =>
    `(action_id = any(array(select distinct action_id from target where account_id = $1 and open))) = ${value}`,
}

/** Newest first. One statement a combination of filters: each has its own best plan. */
export async function listActionRows(
  db: Queryable,
  { accountId, filter, after, limit }: ActionPage,
): Promise<ActionRow[]> {
  const given = (Object.keys(conditions) as (keyof ActionListFilter)[]).filter((key) => filter[key] !== undefined)
  const { rows } = await db.query<ActionRow>({
    name: `list-actions-${given.join('-')}`,
    text: `select ${actionColumns} from action
           where account_id = $1 and ($2::timestamptz is null or (created_at, action_id) < ($2, $3::uuid))
             ${given.map((key, index) => `and ${conditions[key](`$${index + 5}`)}`).join('\n             ')}
           order by created_at desc, action_id desc limit $4`,
    values: [accountId, after?.createdAt ?? null, after?.actionId ?? null, limit, ...given.map((key) => filter[key])],
  })
  return rows
}
