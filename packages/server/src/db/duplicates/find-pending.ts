import type { Int8, Queryable } from '../pool.ts'

export interface DuplicateRow {
  readonly duplicate_id: string
  readonly device_key: Int8
  readonly found_by: 'hello' | 'turns' | 'enrolment'
  readonly former_status: number
  readonly known_hardware: string[]
  readonly known_run: string | null
  readonly newcomer_hardware: string[]
  readonly newcomer_run: string | null
  readonly resolution: 'same' | 'separate' | null
  readonly keeps: 'known' | 'newcomer' | null
  /** Whether it still decides how agents are judged. */
  readonly pending: boolean
}

const columns = `duplicate_id, device_key, found_by, former_status, known_hardware, known_run, newcomer_hardware,
  newcomer_run, resolution, keeps, pending`

/** Of these devices, the duplicates that still decide how their agents are judged: at most one each. */
export async function findPendingDuplicates(
  db: Queryable,
  accountId: number,
  deviceKeys: readonly Int8[],
): Promise<DuplicateRow[]> {
  if (deviceKeys.length === 0) return []
  const { rows } = await db.query<DuplicateRow>({
    name: 'find-pending-duplicates',
    text: `select ${columns} from duplicate where account_id = $1 and device_key = any($2::bigint[]) and pending`,
    values: [accountId, deviceKeys],
  })
  return rows
}

/** Those of these duplicates that still decide; nothing is decided of them before this transaction ends. */
export async function lockPendingDuplicates(
  db: Queryable,
  accountId: number,
  duplicateIds: readonly string[],
): Promise<DuplicateRow[]> {
  if (duplicateIds.length === 0) return []
  const { rows } = await db.query<DuplicateRow>({
    name: 'lock-pending-duplicates',
    text: `select ${columns} from duplicate where account_id = $1 and duplicate_id = any($2::uuid[]) and pending
           order by duplicate_id for no key update`,
    values: [accountId, duplicateIds],
  })
  return rows
}

export async function lockDuplicate(
  db: Queryable,
  accountId: number,
  duplicateId: string,
): Promise<DuplicateRow | undefined> {
  const { rows } = await db.query<DuplicateRow>({
    name: 'lock-duplicate',
    text: `select ${columns} from duplicate where account_id = $1 and duplicate_id = $2 for update`,
    values: [accountId, duplicateId],
  })
  return rows[0]
}
