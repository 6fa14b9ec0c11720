import type { ActionType, Effect, RuleEdition } from '@muster/core/action/action-type.ts'
import type { Brake } from '@muster/core/action/brake.ts'
import { findActionType } from '@muster/core/action/find-action-type.ts'
import type { TargetState } from '@muster/core/action/life-cycle.ts'
import { actionTypes } from '@muster/core/action/types/index.ts'
import type { DeviceFilter } from '@muster/core/device/device-filter.ts'
import { shortenLists } from '@muster/core/shorten-lists.ts'
import { Value } from 'typebox/value'
import { type Caller, hasScope } from '../caller.ts'
import { invalidField, Refusal } from '../refusal.ts'

/** One action on many devices, in our words. Wire versions, native API, console and CLI all come down to this. */
export interface ActionRequest {
  readonly type: string
  readonly params: Readonly<Record<string, unknown>>
  readonly edition: RuleEdition
  readonly devices: DeviceSelection
  /** Clocks 1 and 2 in the place of the type's own; only for what agents carry out. */
  readonly deliverWithinSeconds?: number | undefined
  readonly finishWithinSeconds?: number | undefined
  /** Older commands of the type, for the same devices, make way. */
  readonly supersede?: boolean | undefined
  readonly brake?: Brake | undefined
  /** The action that this tries again. */
  readonly retries?: string | undefined
  /** Apply only if this plan still holds. */
  readonly plan?: { readonly actionId: string; readonly root: string } | undefined
}

export type DeviceSelection =
  | { readonly by: 'id' | 'mac'; readonly identifiers: readonly string[] }
  | { readonly by: 'filter'; readonly filter: DeviceFilter }
  /** The devices of another action whose targets are in one of these states. */
  | { readonly by: 'targets'; readonly actionId: string; readonly states: readonly TargetState[] }

export interface CheckedAction {
  readonly type: ActionType
  readonly params: Record<string, unknown>
  /** The parameters as one text, keys in order: equal parameters have equal texts. */
  readonly paramsText: string
}

/** @throws Refusal with the field at fault; insufficient_scope where the caller may not do this. */
export function checkActionRequest(caller: Caller, request: ActionRequest): CheckedAction {
  const type = findActionType(request.type)
  if (type === undefined) {
    throw invalidField('type', `unknown action; known are ${actionTypes.map(({ name }) => name).join(', ')}`)
  }
  requireActionScope(caller, type.name)
  const params = checkParams(type, request.params)
  return { type, params, paramsText: canonicalJson(params) }
}

/** @throws Refusal where the request says of a command what is none */
export function checkCommandOptions(request: ActionRequest, effect: Effect): void {
  if (effect.kind === 'send-command') return
  const { deliverWithinSeconds, finishWithinSeconds, supersede, brake } = request
  const given = Object.entries({
    deliver_within: deliverWithinSeconds !== undefined,
    finish_within: finishWithinSeconds !== undefined,
    supersede: supersede === true,
    brake: brake !== undefined,
  }).find(([, isGiven]) => isGiven)
  if (given) throw invalidField(given[0], 'goes only with actions that agents carry out; this one is done at once')
}

export function requireActionScope(caller: Caller, type: string): void {
  if (!hasScope(caller, `actions:${type}`)) {
    throw new Refusal('insufficient_scope', `This needs the scope "actions" or "actions:${type}".`)
  }
}

/** A parameter that the type does not know is ignored, as the vendor does. */
function checkParams(type: ActionType, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.keys(type.params.properties)
  const cleaned = Object.fromEntries(known.filter((key) => Object.hasOwn(given, key)).map((key) => [key, given[key]]))
  const params = Value.Default(type.params, cleaned) as Record<string, unknown>
  if (!Value.Check(type.params, params)) {
    const [error] = Value.Errors(type.params, shortenLists(params))
    throw invalidField(`params${error?.instancePath.replaceAll('/', '.') ?? ''}`, error?.message ?? 'is not valid')
  }
  const problem = type.check?.(params)
  if (problem !== undefined) throw invalidField(`params.${problem.field}`, problem.message)
  return params
}

/** The text of a value, keys in order. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
