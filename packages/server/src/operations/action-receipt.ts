import { chainStart, toHex } from '@muster/core/audit/hash-chain.ts'
import { inclusionProof, merkleRoot } from '@muster/core/audit/merkle-tree.ts'
import type { AuditReceipt } from '@muster/core/audit/receipt.ts'
import type { Caller } from '../caller.ts'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import { findAction } from '../db/actions/find-action.ts'
import { listLeaves } from '../db/actions/list-leaves.ts'
import { findActionEntry } from '../db/audit/read-chain.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256 } from '../sha256.ts'
import { buildActionTree } from './action-tree.ts'
import { commandIdBytes, commandKey, formatCommandId } from './command-id.ts'
import { toExported } from './export-audit.ts'

/**
 * What proves that the action was for this device, to somebody who has nothing but it.
 * @throws Refusal not_found: no such action, or it did nothing to the device
 */
export async function makeActionReceipt(
  { pool }: Services,
  { accountId }: Caller,
  { actionId, deviceId }: { actionId: string; deviceId: string },
): Promise<AuditReceipt> {
  const action = await findAction(pool, accountId, actionId)
  const entry = await findActionEntry(pool, accountId, actionId)
  if (action === undefined || entry === undefined) throw new Refusal('not_found', 'There is no such action.')
  const leaves = await listLeaves(pool, accountId, actionId)
  const index = leaves.deviceIds.indexOf(deviceId)
  if (index < 0) {
    throw new Refusal('not_found', `The action was not carried out on a device with the device id "${deviceId}".`)
  }
  const { sealKey } = await findAccountKeys(pool, accountId)
  const key = commandKey(sealKey, { actionId: action.action_id, type: action.type, params: action.params })
  const { tree, commandIds } = await buildActionTree(key, action.action_id, leaves)
  return {
    v: 1,
    entry: toExported(entry),
    previous_hash: toHex(entry.previous_hash ?? chainStart),
    target: {
      device_id: deviceId,
      generation: leaves.generations[index]!,
      command_id: formatCommandId(commandIds.subarray(index * commandIdBytes, (index + 1) * commandIdBytes)),
    },
    index,
    size: leaves.positions.length,
    proof: toHex(inclusionProof(tree, index)),
    root: toHex(merkleRoot(tree, sha256)),
  }
}
