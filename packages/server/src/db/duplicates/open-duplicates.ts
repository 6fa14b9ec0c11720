import { statusCode } from '@muster/core/device/facts.ts'
import type { Int8, Tx } from '../pool.ts'
import type { DuplicateRow } from './find-pending.ts'

export interface NewDuplicate {
  readonly duplicateId: string
  readonly deviceKey: Int8
  readonly foundBy: DuplicateRow['found_by']
  readonly known: MachineMarks
  readonly newcomer: MachineMarks & { readonly hostname: string; readonly peer: string }
}

export interface MachineMarks {
  readonly hardware: readonly string[]
  readonly run: string | undefined
}

/** Quarantines the devices; returns the ids of those duplicates that are new, as a device has one pending at most. */
export async function openDuplicates(
  tx: Tx,
  accountId: number,
  duplicates: readonly NewDuplicate[],
  now: Date,
): Promise<Set<string>> {
  const { rows } = await tx.query<{ duplicate_id: string; device_key: Int8 }>({
    name: 'open-duplicates',
    text: `insert into duplicate (account_id, duplicate_id, device_key, found_at, found_by, former_status,
             known_hardware, known_run, newcomer_hardware, newcomer_run, newcomer_hostname, newcomer_peer)
           select $1, given.duplicate_id, d.device_key, $2, given.found_by, d.base_status,
             string_to_array(given.known_hardware, ','), given.known_run,
             string_to_array(given.newcomer_hardware, ','), given.newcomer_run, given.hostname, given.peer
           from unnest($3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
               $11::text[])
             as given (duplicate_id, device_key, found_by, known_hardware, known_run, newcomer_hardware, newcomer_run,
               hostname, peer)
           join device d on d.account_id = $1 and d.device_key = given.device_key
           order by d.device_key
           on conflict (account_id, device_key) where pending do nothing
           returning duplicate_id, device_key`,
    values: [
      accountId,
      now,
      duplicates.map(({ duplicateId }) => duplicateId),
      duplicates.map(({ deviceKey }) => deviceKey),
      duplicates.map(({ foundBy }) => foundBy),
      duplicates.map(({ known }) => known.hardware.join()),
      duplicates.map(({ known }) => known.run ?? null),
      duplicates.map(({ newcomer }) => newcomer.hardware.join()),
      duplicates.map(({ newcomer }) => newcomer.run ?? null),
      duplicates.map(({ newcomer }) => newcomer.hostname),
      duplicates.map(({ newcomer }) => newcomer.peer),
    ],
  })
  if (rows.length > 0) {
    await tx.query({
      name: 'quarantine-devices',
      text: `update device set base_status = $3 where account_id = $1 and device_key = any($2::bigint[])`,
      values: [accountId, rows.map(({ device_key }) => device_key), statusCode('quarantined')],
    })
  }
  return new Set(rows.map(({ duplicate_id }) => duplicate_id))
}
