import type { Static, TObject } from 'typebox'
import type { DeviceFacts } from '../device/facts.ts'
import type { Reason } from './reason.ts'

/**
 * One kind of thing that can be done to a device. Everything that plans, applies, documents or greys out
 * an action reads this description; nothing else in the code knows a type by name.
 */
export interface ActionType<Params extends TObject = TObject> {
  readonly name: string
  /** What a button or a log line calls it. */
  readonly label: string
  /** Our words; each wire version translates its own. Unknown keys are dropped before this is checked. */
  readonly params: Params
  /** What the schema cannot say: a sentence about the first thing that is wrong, with the field's name. */
  check?(params: Static<Params>): { field: string; message: string } | undefined
  /** What the server adds from the account's settings, so that it is signed with the rest; no caller can say it. */
  readonly accountParams?: readonly AccountParam[]
  appliesTo(facts: DeviceFacts, edition: RuleEdition): Verdict
  effect(params: Static<Params>): Effect
}

/** `question`: what the device's user is asked (`IdentityQuestion`); the result must answer it. */
export type AccountParam = 'question'

/**
 * The vendor narrowed some rules in version 3.2 of its API. Callers of 2.0 to 3.1 are judged by the
 * `original` rules, all others, ours included, by the `narrowed` ones.
 */
export type RuleEdition = 'original' | 'narrowed'

export type Verdict = { readonly applies: true } | { readonly applies: false; readonly reason: Reason }

/** A description; `operations/request-action` carries it out in the transaction that records it. */
export type Effect =
  | { readonly kind: 'change-device'; readonly change: DeviceChange }
  | { readonly kind: 'send-command'; readonly command: CommandPolicy }

export type DeviceChange =
  | { readonly set: 'exemption'; readonly hours: number; readonly scope: 'all' | 'critical' }
  | { readonly set: 'no-exemption' }
  | { readonly set: 'ignored'; readonly ignored: boolean }
  | { readonly set: 'group'; readonly groupId: string }
  | { readonly set: 'removed'; readonly record: 'remove' | 'keep' | 'archive'; readonly uninstall: boolean }

export interface CommandPolicy {
  /** Clock 1: how long the command may wait for its device. */
  readonly deliverWithinSeconds: number
  /** Clock 2: how long the agent may take once it accepted. */
  readonly finishWithinSeconds: number
  /** Whether a report comes back, so that the wire shows a command id for it. */
  readonly report?: 'agent_log' | 'scan_threats_log'
}

/** Keeps the types of the params inside one definition; the list then holds them all as `ActionType`. */
export function defineActionType<Params extends TObject>(type: ActionType<Params>): ActionType {
  return type as unknown as ActionType
}
