import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { DeferRule } from './defer-rule.ts'

/**
 * What the account's command key signs, once an action, as the exact JSON text that travels. Every command of
 * the action carries the same text and signature, and its own proof that it is a leaf under `root`.
 */
export const CommandStatement = Type.Object({
  v: Type.Literal(1),
  action_id: Type.String(),
  type: Type.String(),
  params: Type.Record(Type.String(), Type.Unknown()),
  /** Unix time in seconds; an agent refuses outside these two, whatever the server says later. */
  not_before: Type.Integer(),
  expires_at: Type.Integer(),
  /** Clock 2: how many seconds the agent may take once it accepted. */
  finish_within: Type.Optional(Type.Integer({ minimum: 1 })),
  /** When the device is to put it off; the account's policy for the type as it was when the action was made. */
  defer: Type.Optional(DeferRule),
  /** Merkle root (hexadecimal) and number of leaves. */
  root: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  leaves: Type.Integer({ minimum: 1 }),
})
export type CommandStatement = Static<typeof CommandStatement>

/** Undefined for text that is not such a statement. */
export function parseCommandStatement(text: string): CommandStatement | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Value.Check(CommandStatement, value) ? value : undefined
  } catch {
    return undefined
  }
}
