import { type DeviceStatus, statusCode } from '@muster/core/device/facts.ts'
import { createAccount } from '@muster/server/operations/create-account.ts'
import type { Pool } from 'pg'

/** What a test says of a device; everything else has a default. */
export interface TestDevice {
  readonly deviceId: string
  readonly hwid?: string
  readonly status?: DeviceStatus
  readonly agentType?: string
  readonly agentName?: string
  readonly agentVersion?: string
  readonly os?: string
  readonly abilities?: readonly string[] | null
  readonly macs?: readonly number[]
  readonly hostname?: string
  readonly nickname?: string
  readonly deviceType?: string
  readonly osName?: string
  readonly osVersion?: string
  readonly publicIp?: string
  readonly userName?: string
  /** As its agent reported it. */
  readonly inventory?: object
  readonly enrolledAt?: string
  /** Of a device that is not connected. */
  readonly lastSeen?: string
}

/** An account with its default group. */
export async function addTestAccount(pool: Pool, name = 'test'): Promise<number> {
  return createAccount(pool, { name, now: new Date('2026-01-01T00:00:00Z') })
}

/** Writes devices straight into the tables, in four statements whatever their number. */
export async function addTestDevices(pool: Pool, accountId: number, devices: readonly TestDevice[]): Promise<void> {
  const rows = devices.map((device, place) => ({
    place,
    hwid: null,
    agentType: 'persistent',
    agentName: 'muster',
    agentVersion: '0.1.0',
    os: 'linux',
    abilities: null,
    macs: [],
    hostname: device.deviceId,
    nickname: '',
    deviceType: 'other',
    osName: '',
    osVersion: '',
    publicIp: '',
    userName: '',
    inventory: {},
    ...device,
    status: statusCode(
      device.status === 'exempted' || device.status === 'ignored' ? 'compliant' : (device.status ?? 'compliant'),
    ),
    ignored: device.status === 'ignored',
    exempted: device.status === 'exempted',
  }))
  const json = JSON.stringify(rows)
  await pool.query(
    `insert into device_kind (agent_type, agent_name, agent_version, os, abilities)
     select distinct row."agentType", row."agentName", row."agentVersion", row.os, row.abilities
     from jsonb_to_recordset($1) as row ("agentType" text, "agentName" text, "agentVersion" text, os text, abilities text[])
     on conflict do nothing`,
    [json],
  )
  await pool.query(
    `with row as (
       select * from jsonb_to_recordset($2::jsonb) as row (place integer, "deviceId" text, hwid text, status smallint,
         ignored boolean, exempted boolean, "agentType" text, "agentName" text, "agentVersion" text, os text,
         abilities text[], macs bigint[], hostname text, nickname text, "deviceType" text, "osName" text,
         "osVersion" text, "publicIp" text, "userName" text, inventory jsonb, "enrolledAt" timestamptz,
         "lastSeen" timestamptz)
     ), added as (
       insert into device (account_id, device_id, kind_id, group_key, base_status, ignored, exempt_by, exempt_until)
       select $1, row."deviceId", kind.kind_id, device_group.group_key, row.status, row.ignored,
         case when exempted then '00000000-0000-7000-8000-000000000000'::uuid end,
         case when exempted then 'infinity'::timestamptz end
       from row
       join device_kind kind on kind.agent_type = row."agentType" and kind.agent_name = row."agentName"
         and kind.agent_version = row."agentVersion" and kind.os = row.os
         and kind.abilities is not distinct from row.abilities
       join device_group on device_group.account_id = $1 and group_id = 'default'
       order by row.place
       returning device_key, device_id
     ), recorded as (
       insert into device_record (account_id, device_key, hwid, hostname, source, nickname, device_type, os_name,
         os_version, public_ip, user_name, inventory, enrolled_at)
       select $1, device_key, hwid, hostname, 'import', nickname, "deviceType", "osName", "osVersion", "publicIp",
         "userName", inventory, coalesce("enrolledAt", now())
       from added join row on row."deviceId" = added.device_id
     ), seen as (
       insert into device_presence (account_id, device_key, last_seen)
       select $1, device_key, "lastSeen" from added join row on row."deviceId" = added.device_id
       where "lastSeen" is not null
     )
     insert into device_mac (account_id, mac, device_key)
     select $1, mac, device_key from added join row on row."deviceId" = added.device_id, unnest(macs) as mac`,
    [accountId, json],
  )
}
