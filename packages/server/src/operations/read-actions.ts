import { isOpen, stateCode, stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { type Reason, reasonOfCode } from '@muster/core/action/reason.ts'
import { expectConnect } from '@muster/core/device/habit.ts'
import type { Caller } from '../caller.ts'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import { countTargets, type StateCounts } from '../db/actions/count-targets.ts'
import { type ActionRow, findAction } from '../db/actions/find-action.ts'
import { type ActionPage, listActionRows } from '../db/actions/list-actions.ts'
import { findTargetRow, listTargetRows, type TargetRow } from '../db/actions/list-targets.ts'
import type { Queryable } from '../db/pool.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { actionOfCommandId, CommandSeal, commandKey } from './command-id.ts'

/** `state` is computed: open targets mean waiting; else done, or what stopped it: somebody, or its brake. */
export interface ActionView {
  readonly action: ActionRow
  readonly state: 'waiting' | 'done' | 'cancelled' | 'terminated'
  readonly counts: StateCounts
}

export interface TargetView {
  readonly row: TargetRow
  readonly state: TargetState
  readonly reason: Reason | undefined
  /** Of a command; also where an equal one already waited. */
  readonly commandId: string | undefined
  /** When the device that it waits for usually connects; undefined where nobody can say. */
  readonly expectedAt: Date | undefined
}

export interface CommandView extends TargetView {
  readonly actionId: string
  readonly action: ActionRow
}

/** Newest first, each with its counts. */
export async function listActions(
  { pool }: Services,
  { accountId }: Caller,
  page: Omit<ActionPage, 'accountId'>,
): Promise<ActionView[]> {
  const rows = await listActionRows(pool, { accountId, ...page })
  const counts = await countTargets(
    pool,
    accountId,
    rows.map((row) => row.action_id),
  )
  return rows.map((action) => view(action, counts.get(action.action_id)!))
}

/** @throws Refusal not_found */
export function showAction({ pool }: Services, caller: Caller, actionId: string): Promise<ActionView> {
  return readAction(pool, caller, actionId)
}

/** The same within a transaction. @throws Refusal not_found */
export async function readAction(db: Queryable, { accountId }: Caller, actionId: string): Promise<ActionView> {
  const action = await requireAction(db, accountId, actionId)
  const counts = await countTargets(db, accountId, [actionId])
  return view(action, counts.get(action.action_id)!)
}

/** In the order they were asked for. @throws Refusal not_found */
export async function listTargets(
  { pool, now }: Services,
  { accountId }: Caller,
  actionId: string,
  page: { state?: TargetState | undefined; afterPosition?: number | undefined; limit: number },
): Promise<TargetView[]> {
  const action = await requireAction(pool, accountId, actionId)
  const state = page.state === undefined ? undefined : stateCode(page.state)
  const rows = await listTargetRows(pool, { accountId, actionId, ...page, state })
  const { sealKey } = await findAccountKeys(pool, accountId)
  const at = now()
  return rows.map((row) => viewTarget(action, row, sealKey, at))
}

/** Undefined for an id that no command of this account has. */
export async function findCommand(
  { pool, now }: Services,
  { accountId }: Caller,
  commandId: string,
): Promise<CommandView | undefined> {
  const actionId = actionOfCommandId(commandId)
  const action = actionId && (await findAction(pool, accountId, actionId))
  if (!action) return undefined
  const { sealKey } = await findAccountKeys(pool, accountId)
  const position = sealOf(action, action.action_id, sealKey).positionOf(commandId)
  const row = position === undefined ? undefined : await findTargetRow(pool, accountId, action.action_id, position)
  return row && { ...viewTarget(action, row, sealKey, now()), actionId: action.action_id, action }
}

async function requireAction(db: Queryable, accountId: number, actionId: string): Promise<ActionRow> {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(actionId)
  const action = isUuid ? await findAction(db, accountId, actionId) : undefined
  if (action === undefined) throw new Refusal('not_found', 'There is no such action.')
  return action
}

function view(action: ActionRow, counts: StateCounts): ActionView {
  const waiting = Object.keys(counts).some((state) => isOpen(state as TargetState))
  return { action, counts, state: waiting ? 'waiting' : endOf(action) }
}

// A brake does not trip once somebody has cancelled, so that it was first where both are so.
function endOf({ braked_at, cancelled_at }: ActionRow): ActionView['state'] {
  if (braked_at !== null) return 'terminated'
  return cancelled_at === null ? 'done' : 'cancelled'
}

export function viewTarget(action: ActionRow, row: TargetRow, sealKey: Buffer, now: Date): TargetView {
  return {
    row,
    state: stateOfCode(row.state),
    reason: reasonOfCode(row.reason),
    commandId: commandIdOf({ ...action, isCommand: action.statement !== null }, row, sealKey),
    expectedAt: row.connects === null ? undefined : expectConnect(row.connects, now),
  }
}

interface CommandAddress {
  readonly position: number
  readonly state: number
  readonly same_as_action: string | null
  readonly same_as_position: number | null
}

/** Of the command that a target is, or that stands for it; undefined where there is none. */
export function commandIdOf(
  action: Pick<ActionRow, 'action_id' | 'type' | 'params'> & { readonly isCommand: boolean },
  { position, state, same_as_action, same_as_position }: CommandAddress,
  sealKey: Buffer,
): string | undefined {
  if (!action.isCommand || (same_as_action === null && !isCommandState(stateOfCode(state)))) return undefined
  return sealOf(action, same_as_action ?? action.action_id, sealKey).idAt(same_as_position ?? position)
}

/** What was judged away never was a command. */
function isCommandState(state: TargetState): boolean {
  return !['not_supported', 'not_found', 'ambiguous', 'no_op'].includes(state)
}

// Equal commands have equal type and parameters, so this action's name the other's seal as well.
function sealOf({ type, params }: Pick<ActionRow, 'type' | 'params'>, actionId: string, sealKey: Buffer): CommandSeal {
  return new CommandSeal(commandKey(sealKey, { actionId, type, params }), actionId)
}
