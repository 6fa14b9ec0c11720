import { setImmediate } from 'node:timers/promises'
import { buildMerkleTree, type MerkleTree } from '@muster/core/audit/merkle-tree.ts'
import { writeTargetLeaf } from '@muster/core/audit/target-leaf.ts'
import type { Leaf } from '../db/actions/list-leaves.ts'
import { sha256 } from '../sha256.ts'
import { commandIdBytes, sealCommandIds } from './command-id.ts'

/** The tree over an action's leaves, and their command ids (32 bytes each, in the order of the leaves). */
export interface ActionTree {
  readonly tree: MerkleTree
  readonly commandIds: Buffer
}

/** Gives way to others about every millisecond: 100 000 leaves take some 100 ms. */
export async function buildActionTree(key: Uint8Array, actionId: string, leaves: readonly Leaf[]): Promise<ActionTree> {
  const commandIds = sealCommandIds(
    key,
    actionId,
    leaves.map(({ position }) => position),
  )
  const tree = await buildMerkleTree(
    leaves.length,
    (index, target) => {
      const { generation, deviceId } = leaves[index]!
      const start = index * commandIdBytes
      return writeTargetLeaf(target, commandIds.subarray(start, start + commandIdBytes), generation, deviceId)
    },
    sha256,
    () => setImmediate(),
  )
  return { tree, commandIds }
}
