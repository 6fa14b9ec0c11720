import type { Int8, Tx } from '../../pool.ts'

/** The devices that the import under way adds or brings back. */
export async function listBroughtKeys(tx: Tx): Promise<Int8[]> {
  const { rows } = await tx.query<{ device_key: Int8 }>(
    `select device_key from import_row where found <> 'existing' order by device_key`,
  )
  return rows.map(({ device_key }) => device_key)
}
