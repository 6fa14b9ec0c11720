import { lockAccount } from '../../accounts/lock-account.ts'
import type { Tx } from '../../pool.ts'

/** A checked row on its way in; lists as PostgreSQL's JSON reader takes them. Absent: not said. */
export interface StagedRow {
  readonly position: number
  readonly device_id?: string | undefined
  readonly hwid?: string | undefined
  readonly hostname?: string | undefined
  readonly nickname?: string | undefined
  readonly device_type?: string | undefined
  /** What agents and other systems see; for an existing device only where it is neither ignored nor exempted. */
  readonly base_status?: number | undefined
  readonly ignored?: boolean | undefined
  readonly exempted?: boolean | undefined
  readonly agent_type?: string | undefined
  readonly agent_name?: string | undefined
  readonly agent_version?: string | undefined
  readonly os?: string | undefined
  readonly os_name?: string | undefined
  readonly os_version?: string | undefined
  readonly abilities?: readonly string[] | undefined
  readonly macs?: readonly number[] | undefined
  readonly group_key?: number | undefined
  readonly public_ip?: string | undefined
  readonly user_name?: string | undefined
}

const columns = `position integer, device_id text, hwid text, hostname text, nickname text, device_type text,
  base_status smallint, ignored boolean, exempted boolean, agent_type text, agent_name text, agent_version text,
  os text, os_name text, os_version text, abilities text[], macs bigint[], group_key integer, public_ip text,
  user_name text`

/**
 * Makes the table of this transaction that the other statements here join on, and lets one import a time into the
 * account: two that bring the same new device would otherwise meet in its unique keys.
 */
export async function openStage(tx: Tx, accountId: number): Promise<void> {
  await lockAccount(tx, accountId)
  await tx.query(`create temporary table import_row (
    ${columns}, device_key bigint, kind_id integer, found text not null default 'new', enrolled boolean not null default false,
    former_status smallint
  ) on commit drop`)
}

export async function stageRows(tx: Tx, rows: readonly StagedRow[]): Promise<void> {
  await tx.query(
    `insert into import_row (position, device_id, hwid, hostname, nickname, device_type, base_status, ignored,
       exempted, agent_type, agent_name, agent_version, os, os_name, os_version, abilities, macs, group_key,
       public_ip, user_name)
     select * from json_to_recordset($1::json) as row (${columns})`,
    [JSON.stringify(rows)],
  )
}

/** Rows that a partial import leaves out. */
export async function unstageRows(tx: Tx, positions: readonly number[]): Promise<void> {
  await tx.query('delete from import_row where position = any($1::integer[])', [positions])
}
