import { statusCode } from '@muster/core/device/facts.ts'
import type { Int8, Tx } from '../pool.ts'

export interface Resolution {
  readonly accountId: number
  readonly duplicateId: string
  readonly deviceKey: Int8
  readonly resolution: 'same' | 'separate'
  readonly keeps: 'known' | 'newcomer' | null
  readonly formerStatus: number
  /** Of the machine that is the device from here on; undefined: as it is known. */
  readonly hardware: readonly string[] | undefined
  readonly by: string
  readonly at: Date
}

/** Lifts the quarantine. Separate ones stay pending until the other has enrolled as a device of its own. */
export async function resolveDuplicate(tx: Tx, resolved: Resolution): Promise<void> {
  const { accountId, deviceKey } = resolved
  await tx.query({
    name: 'resolve-duplicate',
    text: `update duplicate set resolved_at = $3, resolved_by = $4, resolution = $5, keeps = $6, pending = $5 = 'separate'
           where account_id = $1 and duplicate_id = $2`,
    values: [accountId, resolved.duplicateId, resolved.at, resolved.by, resolved.resolution, resolved.keeps],
  })
  await tx.query({
    name: 'end-quarantine',
    text: `update device set base_status = $3 where account_id = $1 and device_key = $2 and base_status = $4`,
    values: [accountId, deviceKey, resolved.formerStatus, statusCode('quarantined')],
  })
  if (resolved.hardware === undefined) return
  await tx.query({
    name: 'accept-hardware',
    text: `update device_record set hardware = $3 where account_id = $1 and device_key = $2`,
    values: [accountId, deviceKey, resolved.hardware],
  })
}

/** The other machine is a device of its own from here on. */
export async function closeDuplicate(
  tx: Tx,
  { accountId, duplicateId, separatedAs, at }: { accountId: number; duplicateId: string; separatedAs: Int8; at: Date },
): Promise<void> {
  await tx.query({
    name: 'close-duplicate',
    text: `update duplicate set pending = false, separated_at = $3, separated_as = $4
           where account_id = $1 and duplicate_id = $2 and pending`,
    values: [accountId, duplicateId, at, separatedAs],
  })
}
