import type { Queryable } from '../pool.ts'

/** False where the piece is not the next, or reaches beyond the end. */
export async function appendPiece(
  db: Queryable,
  {
    accountId,
    releaseId,
    startByte,
    bytes,
  }: { accountId: number; releaseId: string; startByte: number; bytes: Buffer },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'append-release-piece',
    text: `with grown as (
             update agent_release set received_bytes = received_bytes + length($4::bytea)
             where account_id = $1 and release_id = $2 and received_bytes = $3
               and received_bytes + length($4::bytea) <= size_bytes
               and published_at is null and withdrawn_at is null
             returning account_id, release_id
           )
           insert into agent_release_piece (account_id, release_id, start_byte, bytes)
           select account_id, release_id, $3, $4 from grown`,
    values: [accountId, releaseId, startByte, bytes],
  })
  return rowCount === 1
}

/** From a byte to the end of the piece that holds it; undefined where none does. */
export async function readPieceFrom(
  db: Queryable,
  { accountId, releaseId, offset }: { accountId: number; releaseId: string; offset: number },
): Promise<Buffer | undefined> {
  const { rows } = await db.query<{ bytes: Buffer }>({
    name: 'read-release-piece',
    text: `select substring(bytes from ($3 - start_byte)::integer + 1) as bytes
           from (
             select start_byte, bytes from agent_release_piece
             where account_id = $1 and release_id = $2 and start_byte <= $3::bigint
             order by start_byte desc limit 1
           ) piece
           where start_byte + length(bytes) > $3`,
    values: [accountId, releaseId, offset],
  })
  return rows[0]?.bytes
}

/** All bytes in their order, a piece at a time. */
export async function* readPieces(db: Queryable, accountId: number, releaseId: string): AsyncGenerator<Buffer> {
  for (let offset = 0; ; ) {
    const bytes = await readPieceFrom(db, { accountId, releaseId, offset })
    if (bytes === undefined) return
    yield bytes
    offset += bytes.length
  }
}
