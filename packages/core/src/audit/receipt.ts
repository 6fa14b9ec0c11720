import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { entryHash, fromHex, toHex } from './hash-chain.ts'
import { type Sha256, verifyInclusion } from './merkle-tree.ts'
import { targetLeaf } from './target-leaf.ts'

const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** Proves, with nothing else at hand, that an audit entry records an action and that the action was for this device. */
export const AuditReceipt = Type.Object({
  v: Type.Literal(1),
  /** The `action.applied` entry, to the byte, and the hash of the one before it. */
  entry: Type.Object({ sequence: Type.Integer({ minimum: 1 }), content: Type.String(), hash: Hash }),
  previous_hash: Hash,
  target: Type.Object({
    device_id: Type.String(),
    generation: Type.Integer({ minimum: 1, maximum: 0xffffffff }),
    command_id: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
  }),
  /** Of the target among the leaves, and how many there are. */
  index: Type.Integer({ minimum: 0 }),
  size: Type.Integer({ minimum: 1 }),
  /** The siblings from the leaf up, hexadecimal, one after another. */
  proof: Type.String({ pattern: '^([0-9a-f]{64})*$' }),
  root: Hash,
})
export type AuditReceipt = Static<typeof AuditReceipt>

const RecordedAction = Type.Object({
  at: Type.String(),
  event: Type.Literal('action.applied'),
  action_id: Type.String(),
  details: Type.Object({ type: Type.String(), targets: Type.Integer(), root: Hash }),
})
export type RecordedAction = Static<typeof RecordedAction>

export type ReceiptCheck =
  | { readonly ok: true; readonly receipt: AuditReceipt; readonly action: RecordedAction }
  | { readonly ok: false; readonly problem: string }

/** Takes whatever a file holds. The entry's place in the account's chain is for an export to show: see `verifyEntry`. */
export function verifyReceipt(value: unknown, sha256: Sha256): ReceiptCheck {
  if (!Value.Check(AuditReceipt, value)) return { ok: false, problem: 'this is not a receipt' }
  const { entry, previous_hash, target, index, size, proof, root } = value
  if (toHex(entryHash(fromHex(previous_hash)!, entry.sequence, entry.content, sha256)) !== entry.hash) {
    return { ok: false, problem: 'the hash of the entry does not match its content' }
  }
  const action = parseJson(entry.content)
  if (!Value.Check(RecordedAction, action)) return { ok: false, problem: 'the entry does not record an action' }
  if (action.details.root !== root) return { ok: false, problem: 'the entry records another root' }
  if (action.details.targets !== size) return { ok: false, problem: 'the entry records another number of targets' }
  const commandId = fromBase64Url(target.command_id)
  if (commandId === undefined) return { ok: false, problem: 'the command id is not written as one' }
  const leaf = targetLeaf(commandId, target.generation, target.device_id)
  if (!verifyInclusion(leaf, { index, size, proof: fromHex(proof)! }, fromHex(root)!, sha256)) {
    return { ok: false, problem: 'the proof does not lead from the device to the root' }
  }
  return { ok: true, receipt: value, action }
}

/** One spelling an id: the last character's spare bits must be zero. */
function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const spelt = btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return spelt === text ? Uint8Array.from(bytes, (character) => character.charCodeAt(0)) : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
