import type { Queryable } from '../pool.ts'

/** What never changes of an action that has commands. */
export interface CommandActionRow {
  readonly action_id: string
  readonly type: string
  readonly params: string
  readonly statement: string
  readonly signature: Buffer
  readonly finish_seconds: number
  readonly report: string | null
  readonly has_brake: boolean
}

export async function findCommandActions(
  db: Queryable,
  accountId: number,
  actionIds: readonly string[],
): Promise<CommandActionRow[]> {
  const { rows } = await db.query<CommandActionRow>({
    name: 'find-command-actions',
    text: `select action_id, type, params, statement, signature, finish_seconds, report,
             brake_failed_percent is not null as has_brake
           from action where account_id = $1 and action_id = any($2::uuid[]) and statement is not null`,
    values: [accountId, actionIds],
  })
  return rows
}
