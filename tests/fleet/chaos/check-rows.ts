import assert from 'node:assert/strict'
import { stateCode } from '@muster/core/action/life-cycle.ts'
import type pg from 'pg'

/** Remembers how targets ended: an end never changes. */
export interface RowWatch {
  readonly pool: pg.Pool
  readonly ends: Map<string, number>
}

export function openRowWatch(pool: pg.Pool): RowWatch {
  return { pool, ends: new Map() }
}

/** What must hold of the rows at any moment, whoever was killed in the middle of what. */
export async function checkRows({ pool, ends }: RowWatch): Promise<void> {
  const { rows: torn } = await pool.query(
    `select action_id, position, state, open, ended_at from target
     where open <> (state >= $1) or open and ended_at is not null or not open and ended_at is null`,
    [stateCode('held')],
  )
  assert.deepEqual(torn, [], 'targets whose columns contradict each other')
  const { rows: bare } = await pool.query(
    `select t.action_id, t.position from target t join action a using (account_id, action_id)
     where t.state = $1 and a.type in ('fetch_agent_log', 'scan_threats') and t.generation > 0
       and not exists (
         select from report r
         where r.account_id = t.account_id and r.action_id = t.action_id and r.position = t.position
           and r.completed_at is not null)`,
    [stateCode('succeeded')],
  )
  assert.deepEqual(bare, [], 'commands that succeeded without their report')
  const { rows: unaudited } = await pool.query(
    `select action_id from action a
     where not exists (
       select from audit_entry e
       where e.account_id = a.account_id and e.event = 'action.applied'
         and e.content::jsonb ->> 'action_id' = a.action_id::text)`,
  )
  assert.deepEqual(unaudited, [], 'actions without an audit entry')
  const { rows } = await pool.query<{ target: string; state: number }>(
    `select action_id || ' ' || position as target, state from target where not open`,
  )
  const changed = rows.filter(({ target, state }) => (ends.get(target) ?? state) !== state)
  assert.deepEqual(changed, [], 'ends that changed')
  for (const { target, state } of rows) ends.set(target, state)
}
