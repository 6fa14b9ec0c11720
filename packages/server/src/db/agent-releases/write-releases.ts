import type { Tx } from '../pool.ts'

export interface NewReleaseRow {
  readonly accountId: number
  readonly releaseId: string
  readonly version: string
  readonly platform: string
  readonly sizeBytes: number
  readonly sha256: Buffer
  readonly allowDowngrade: boolean
  /** Null: every group. */
  readonly groupKey: number | null
  readonly createdAt: Date
}

export async function addRelease(tx: Tx, row: NewReleaseRow): Promise<void> {
  await tx.query({
    name: 'add-release',
    text: `insert into agent_release
             (account_id, release_id, version, platform, size_bytes, sha256, allow_downgrade, group_key, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      row.accountId,
      row.releaseId,
      row.version,
      row.platform,
      row.sizeBytes,
      row.sha256,
      row.allowDowngrade,
      row.groupKey,
      row.createdAt,
    ],
  })
}

export async function publishRelease(
  tx: Tx,
  row: { accountId: number; releaseId: string; signature: Buffer; at: Date },
): Promise<void> {
  await tx.query({
    name: 'publish-release',
    text: `update agent_release set published_at = $4, signature = $3
           where account_id = $1 and release_id = $2 and published_at is null and withdrawn_at is null`,
    values: [row.accountId, row.releaseId, row.signature, row.at],
  })
}

/** Who gets it. */
export async function changeRollout(
  tx: Tx,
  row: { accountId: number; releaseId: string; groupKey: number | null; percent: number },
): Promise<void> {
  await tx.query({
    name: 'change-rollout',
    text: 'update agent_release set group_key = $3, percent = $4 where account_id = $1 and release_id = $2',
    values: [row.accountId, row.releaseId, row.groupKey, row.percent],
  })
}

/** Nobody is offered it any more; its bytes go. False where it was withdrawn before. */
export async function withdrawRelease(tx: Tx, accountId: number, releaseId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'withdraw-release',
    text: `update agent_release set withdrawn_at = $3
           where account_id = $1 and release_id = $2 and withdrawn_at is null`,
    values: [accountId, releaseId, at],
  })
  await tx.query({
    name: 'drop-release-pieces',
    text: 'delete from agent_release_piece where account_id = $1 and release_id = $2',
    values: [accountId, releaseId],
  })
  return rowCount === 1
}
