import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { ActionCase } from './cases.ts'
import type { BenchFleet } from './fleet.ts'

/**
 * The limit: the same row writes as the server makes, as bare set-based SQL in one transaction. It resolves the
 * identifiers, writes the targets with their before-image, changes the devices, writes the action and the audit entry;
 * it judges nothing, signs nothing, hashes no tree and answers nothing. Returns milliseconds.
 */
export async function runBare(pool: pg.Pool, fleet: BenchFleet, action: ActionCase, count: number): Promise<number> {
  const { accountId } = fleet
  const actionId = randomUUID()
  const identifiers = fleet[action.by].slice(0, count)
  const lookups =
    action.by === 'ids' ? identifiers : identifiers.map((mac) => String(Number.parseInt(mac.replaceAll(':', ''), 16)))
  const client = await pool.connect()
  const start = performance.now()
  try {
    await client.query('begin')
    await client.query({
      name: `bare-targets-${action.kind}-${action.by}`,
      text: `insert into target (account_id, action_id, position, identifier, device_key, generation, state, open, work_key,
               before_exempt_by, before_exempt_until, ended_at)
             select $1, $2::uuid, place - 1, identifier, d.device_key, d.generation, ${written[action.kind]}
             from rows from (string_to_table($3, ','), string_to_table($4, ',')) with ordinality as w (lookup, identifier, place)
             ${joins[action.by]}`,
      values: [accountId, actionId, lookups.join(','), identifiers.join(',')],
    })
    if (action.kind === 'server') {
      await client.query({
        name: 'bare-devices',
        text: `update device d set exempt_by = $2, exempt_until = $3 from target t
               where t.account_id = $1 and t.action_id = $2 and d.account_id = $1 and d.device_key = t.device_key`,
        values: [accountId, actionId, new Date(Date.now() + 8 * 3_600_000)],
      })
    }
    await client.query({
      name: 'bare-action',
      text: `insert into action (account_id, action_id, type, params, created_at, channel, request_id, target_count, merkle_root)
             values ($1, $2, 'bare', '{}', now(), 'system', 'bench', $3, $4)`,
      values: [accountId, actionId, count, Buffer.alloc(32)],
    })
    await client.query({
      name: 'bare-audit',
      text: `select append_audit_entry($1, now(), 'action.applied', 'system', $2, null, '{"v":1}')`,
      values: [accountId, actionId],
    })
    await client.query('commit')
    return performance.now() - start
  } finally {
    client.release()
  }
}

const written = {
  server: '4, false, null, d.exempt_by, d.exempt_until, now()',
  agent: '14, true, 7, null, null, null',
}

const joins = {
  ids: 'join device d on d.account_id = $1 and d.device_id = w.lookup and d.removed_at is null',
  macs: `join device_mac m on m.account_id = $1 and m.mac = w.lookup::bigint
         join device d on d.account_id = $1 and d.device_key = m.device_key and d.removed_at is null`,
}

/** Both sides begin each round with the same tables: no target, no action, devices without dead rows. Not timed. */
export async function cleanUp(pool: pg.Pool): Promise<void> {
  await pool.query('delete from target')
  await pool.query('delete from action')
  await pool.query('vacuum device, target, action')
}
