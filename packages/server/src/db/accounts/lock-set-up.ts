import type { Tx } from '../pool.ts'

/** Until the end of the transaction no other node sets up. */
export async function lockSetUp(tx: Tx): Promise<void> {
  await tx.query('lock table account in share row exclusive mode')
}
