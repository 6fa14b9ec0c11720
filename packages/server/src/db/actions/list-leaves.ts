import type { Queryable } from '../pool.ts'

export interface Leaf {
  readonly position: number
  readonly generation: number
  readonly deviceId: string
}

/**
 * The leaves of an action's Merkle tree, in their order: the targets that it applied to. Those, and only those, have
 * a generation; what became of them later does not matter.
 */
export async function listLeaves(db: Queryable, accountId: number, actionId: string): Promise<Leaf[]> {
  const { rows } = await db.query<{ leaves: string | null }>({
    name: 'list-leaves',
    text: `select string_agg(t.position || ' ' || t.generation || ' ' || d.device_id, E'\\n' order by t.position) as leaves
           from target t join device d using (account_id, device_key)
           where t.account_id = $1 and t.action_id = $2 and t.generation > 0`,
    values: [accountId, actionId],
  })
  return (rows[0]?.leaves ?? '').split('\n').flatMap((line) => {
    const [position, generation, ...deviceId] = line.split(' ')
    return generation === undefined
      ? []
      : [{ position: Number(position), generation: Number(generation), deviceId: deviceId.join(' ') }]
  })
}
