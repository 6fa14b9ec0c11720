import type { Queryable } from '../pool.ts'

/** The leaves of an action's tree, in their order, in columns: 100 000 objects would cost more than the hashing. */
export interface Leaves {
  readonly positions: Int32Array
  readonly generations: Uint32Array
  readonly deviceIds: readonly string[]
}

/**
 * The leaves of an action's Merkle tree, in their order: the targets that it applied to. Those, and only those, have
 * a generation; what became of them later does not matter.
 */
export async function listLeaves(db: Queryable, accountId: number, actionId: string): Promise<Leaves> {
  const { rows } = await db.query<{ leaves: string | null }>({
    name: 'list-leaves',
    text: `select string_agg(t.position || ' ' || t.generation || ' ' || d.device_id, E'\\n' order by t.position) as leaves
           from target t join device d using (account_id, device_key)
           where t.account_id = $1 and t.action_id = $2 and t.generation > 0`,
    values: [accountId, actionId],
  })
  const lines = rows[0]?.leaves?.split('\n') ?? []
  const positions = new Int32Array(lines.length)
  const generations = new Uint32Array(lines.length)
  const deviceIds = lines.map((line, index) => {
    const [position, generation, ...deviceId] = line.split(' ')
    positions[index] = Number(position)
    generations[index] = Number(generation)
    return deviceId.join(' ')
  })
  return { positions, generations, deviceIds }
}
