import { hash, type KeyObject, verify } from 'node:crypto'
import { type Reason, reasonSentence } from '@muster/core/action/reason.ts'
import { type CommandStatement, parseCommandStatement } from '@muster/core/agent/command-statement.ts'
import type { Command } from '@muster/core/agent/messages.ts'
import { fromHex } from '@muster/core/audit/hash-chain.ts'
import { type Sha256, verifyInclusion } from '@muster/core/audit/merkle-tree.ts'
import { targetLeaf } from '@muster/core/audit/target-leaf.ts'

/** What a command is held against: all of it this agent's own knowledge, nothing that came with the command. */
export interface Obedience {
  readonly accountKey: KeyObject
  readonly deviceId: string
  readonly generation: number
  readonly abilities: readonly string[]
  /** Unix seconds, by this device's clock. */
  readonly now: number
}

export type CommandVerdict =
  | { readonly obey: true; readonly statement: CommandStatement }
  | { readonly obey: false; readonly reason: Reason }

/**
 * Whether the pinned account really wants this done, by this device, in this enrolment, now. Who obeys for many devices
 * hands in a `readStatement` that remembers: the commands of an action all carry the same one.
 */
export function verifyCommand(
  command: Command,
  obedience: Obedience,
  readStatement: ReadStatement = readSignedStatement,
): CommandVerdict {
  const statement = readStatement(command, obedience.accountKey)
  if (statement === undefined) return refuse('refused_unsigned')
  if (command.device_id !== obedience.deviceId) return refuse('refused_other_device')
  if (command.generation !== obedience.generation) return refuse('refused_generation')
  if (!isLeaf(command, statement, obedience)) return refuse('refused_unproven')
  if (obedience.now < statement.not_before || obedience.now > statement.expires_at) return refuse('refused_expired')
  if (!obedience.abilities.includes(statement.type)) return refuse('agent_cannot')
  return { obey: true, statement }
}

/** For a person, who would look for what is wrong with the command where the clock is. */
export function describeRefusal(reason: Reason, now: number): string {
  const clock = reason === 'refused_expired' ? ` It says ${new Date(now * 1000).toISOString()}.` : ''
  return `${reasonSentence(reason)}${clock}`
}

export type ReadStatement = (
  command: Pick<Command, 'statement' | 'signature'>,
  accountKey: KeyObject,
) => CommandStatement | undefined

/** Undefined for what that key has not signed, or is no statement. */
export const readSignedStatement: ReadStatement = ({ statement, signature }, accountKey) =>
  verify(null, Buffer.from(statement), accountKey, Buffer.from(signature, 'base64url'))
    ? parseCommandStatement(statement)
    : undefined

function isLeaf(command: Command, { root, leaves }: CommandStatement, { deviceId, generation }: Obedience): boolean {
  const id = Buffer.from(command.command_id, 'base64url')
  const rootBytes = fromHex(root)
  if (id.length !== 32 || id.toString('base64url') !== command.command_id || rootBytes === undefined) return false
  const inclusion = { index: command.index, size: leaves, proof: Buffer.from(command.proof, 'base64url') }
  return verifyInclusion(targetLeaf(id, generation, deviceId), inclusion, rootBytes, sha256)
}

const sha256: Sha256 = (data, target, offset) => target.set(hash('sha256', data, 'buffer'), offset)

function refuse(reason: Reason): CommandVerdict {
  return { obey: false, reason }
}
