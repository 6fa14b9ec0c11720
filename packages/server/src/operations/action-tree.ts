import { setImmediate } from 'node:timers/promises'
import { buildMerkleTree, type MerkleTree } from '@muster/core/audit/merkle-tree.ts'
import { writeTargetLeaf } from '@muster/core/audit/target-leaf.ts'
import type { Leaves } from '../db/actions/list-leaves.ts'
import { sha256 } from '../sha256.ts'
import { commandIdBytes, sealCommandIds } from './command-id.ts'

/** The tree over an action's leaves, and their command ids (32 bytes each, in the order of the leaves). */
export interface ActionTree {
  readonly tree: MerkleTree
  readonly commandIds: Buffer
}

/** Gives way to others about every millisecond: 100 000 leaves take some 100 ms. */
export async function buildActionTree(key: Uint8Array, actionId: string, leaves: Leaves): Promise<ActionTree> {
  const { positions, generations, deviceIds } = leaves
  const commandIds = sealCommandIds(key, actionId, positions)
  const tree = await buildMerkleTree(
    positions.length,
    (index, target) => {
      const start = index * commandIdBytes
      const commandId = commandIds.subarray(start, start + commandIdBytes)
      return writeTargetLeaf(target, commandId, generations[index]!, deviceIds[index]!)
    },
    sha256,
    () => setImmediate(),
  )
  return { tree, commandIds }
}
