import { randomUUID } from 'node:crypto'
import { isBrakeFailure } from '@muster/core/action/brake.ts'
import { isOpen, stateCode, stateOfCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import { reasonCode, reasonOfCode } from '@muster/core/action/reason.ts'
import type { CommandNews } from '@muster/core/agent/messages.ts'
import type { Identity } from '@muster/core/identity/check-identity.ts'
import { type LockedCommand, lockCommands } from '../db/commands/lock-commands.ts'
import {
  type CommandMove,
  type ExpectedMove,
  type LockedMove,
  moveCommands,
  moveExpectedCommands,
} from '../db/commands/move-commands.ts'
import type { Int8, Tx } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { agentCaller } from './agent-caller.ts'
import { auditCommandEnds, type CommandEnd } from './audit-command-ends.ts'
import type { CommandAction, CommandBook } from './command-book.ts'
import { actionsOfCommandIds } from './command-id.ts'
import { type CommandStatus, type FoldContext, foldCommandNews } from './fold-command-news.ts'
import { mutateAgain, type UnitOfWork } from './mutate.ts'
import { separateIdentity } from './separate-identity.ts'
import { storableJson } from './storable-json.ts'
import { type AnsweredCommand, takeIdentities } from './take-identities.ts'

/** Something that the agent of a device said of a command. */
export interface AgentNews {
  readonly deviceKey: Int8
  readonly generation: number
  readonly news: CommandNews
}

interface Addressed {
  readonly action: CommandAction
  readonly position: number
  readonly said: AgentNews[]
}

/**
 * What the agent is to hear of it:
 *
 * nothing    It is known for good.
 * stored     So is the command's result, also where the agent speaks as if there were none: its state is an older copy.
 * cancel     The command was called off while the agent could not hear of it.
 * disowned   It is not this device's command, or none at all: refused, nothing changed.
 */
export type NewsAnswer = 'nothing' | 'stored' | 'cancel' | 'disowned'

/** Records what many agents said, as one set, and tells for each what the agent is to hear of it. */
export async function recordCommandNews(
  { services, book }: { services: Services; book: CommandBook },
  accountId: number,
  items: readonly AgentNews[],
): Promise<NewsAnswer[]> {
  const commands = await address(book, accountId, items)
  if (commands.length === 0) return items.map(() => 'disowned')
  const known = await mutateAgain(services, (unit) => record(services, unit, accountId, commands))
  return items.map((item) => known.get(item) ?? 'disowned')
}

/** The commands that the ids open to, each with all that was said of it, in order. */
async function address(book: CommandBook, accountId: number, items: readonly AgentNews[]): Promise<Addressed[]> {
  const saidOf = Map.groupBy(items, ({ news }) => news.command_id)
  const ids = [...saidOf.keys()]
  const actionIds = actionsOfCommandIds(ids)
  const idsOf = Map.groupBy(ids.keys(), (place) => actionIds[place])
  const actions = await book.find(
    accountId,
    [...idsOf.keys()].filter((id) => id !== undefined),
  )
  return [...actions].flatMap(([actionId, action]) => {
    const places = idsOf.get(actionId)!
    const positions = action.positionsOf(places.map((place) => ids[place]!))
    return places.flatMap((place, index) => {
      const position = positions[index]
      if (position === undefined) return []
      // Two devices that speak of one command: each is judged by itself.
      const byDevice = Map.groupBy(
        saidOf.get(ids[place]!)!,
        ({ deviceKey, generation }) => `${deviceKey} ${generation}`,
      )
      return [...byDevice.values()].map((said) => ({ action, position, said }))
    })
  })
}

async function record(
  { now, bus }: Services,
  { tx, afterCommit }: UnitOfWork,
  accountId: number,
  commands: readonly Addressed[],
) {
  const at = now()
  const sorted = commands.toSorted(byAddress)
  const turns = await moveExpected(tx, accountId, sorted, at)
  const left = sorted.filter((command) => !turns.has(command))
  for (const [command, turn] of await moveLocked(tx, accountId, left, at)) turns.set(command, turn)

  const ended: CommandEnd[] = []
  const answered: AnsweredCommand[] = []
  const failing = new Set<string>()
  const changed = new Set<string>()
  for (const [{ action, position, said }, { before, after, identity }] of turns) {
    if (after === before) continue
    const { actionId, hasBrake } = action
    changed.add(actionId)
    if (!isOpen(before.state) || isOpen(after.state)) continue
    const { deviceKey, generation, news } = said[0]!
    const commandId = news.command_id
    ended.push({ actionId, commandId, position, state: after.state, reason: after.reason, deviceKey })
    if (hasBrake && isBrakeFailure(after.state)) failing.add(actionId)
    if (after.state === 'succeeded' && identity !== undefined) {
      answered.push({ actionId, commandId, position, deviceKey, generation, identity })
    }
  }
  const caller = agentCaller(accountId, { peer: undefined, requestId: randomUUID() })
  await takeIdentities(tx, caller, at, answered)
  await auditCommandEnds(tx, caller, at, ended)
  afterCommit(() => {
    for (const actionId of failing) bus.emit('commands-failed', { accountId, actionId })
    for (const actionId of changed) bus.emit('targets-changed', { accountId, actionId })
  })
  return new Map(
    [...turns].flatMap(([{ said }, { before }]) => said.map((item) => [item, answerTo(item, before)] as const)),
  )
}

const calledOff: readonly TargetState[] = ['cancelled', 'superseded', 'terminated']
const endedByAgent: readonly TargetState[] = ['succeeded', 'failed', 'rejected']

/** What expired or timed out, goes on: its late result is kept. */
function answerTo({ news }: AgentNews, { state }: CommandStatus): NewsAnswer {
  if (news.type === 'result' || endedByAgent.includes(state)) return 'stored'
  return calledOff.includes(state) ? 'cancel' : 'nothing'
}

/** What news made of a command. */
interface Turn {
  readonly before: CommandStatus
  readonly after: CommandStatus
  readonly identity: Identity | undefined
}

function turn({ action, said }: Addressed, before: CommandStatus, context: FoldContext): Turn {
  const separated = said.map(({ news }) => separateIdentity(action, news))
  const after = separated.reduce((status, { news }) => foldCommandNews(status, news, context), before)
  return { before, after, identity: separated.find((each) => each.identity)?.identity }
}

/**
 * Nearly all that agents say follows on what they said before: it is written in one statement, where the command is in
 * the state that the agent takes it for.
 */
async function moveExpected(tx: Tx, accountId: number, commands: readonly Addressed[], at: Date) {
  const turns: (readonly [Addressed, Turn])[] = []
  const moves: ExpectedMove[] = []
  for (const command of commands) {
    const { action, position, said } = command
    const expected = expectedStates(command)
    if (expected === undefined) continue
    const status = { state: expected[0], reason: undefined, accepted: false }
    const made = turn(command, status, { reportMissing: false })
    if (made.after === status) continue
    const { deviceKey, generation } = said[0]!
    const states = [stateCode(expected[0]), stateCode(expected[1])] as const
    const address = { actionId: action.actionId, position, deviceKey, generation, expected: states }
    moves.push({ ...toMove(action, made.after, at), ...address })
    turns.push([command, made])
  }
  if (moves.length === 0) return new Map<Addressed, Turn>()
  const moved = await moveExpectedCommands(tx, accountId, moves)
  return new Map(moved.map((place) => turns[place]!))
}

/** Undefined for what depends on more than the state. */
function expectedStates({ action, said }: Addressed): readonly [TargetState, TargetState] | undefined {
  for (const { news } of said) {
    if (news.type !== 'result') continue
    if (news.state !== 'failed' && news.state !== 'succeeded') return undefined
    if (news.state === 'succeeded' && action.report !== undefined) return undefined
  }
  const first = said[0]!.news.type
  return first === 'accepted' || first === 'deferred' ? ['offered', 'offered'] : ['accepted', 'running']
}

/** All others are looked at first, and held. */
async function moveLocked(tx: Tx, accountId: number, commands: readonly Addressed[], at: Date) {
  const turns = new Map<Addressed, Turn>()
  if (commands.length === 0) return turns
  const addresses = commands.map(({ action: { actionId }, position, said }) => ({
    actionId,
    position,
    deviceKey: said[0]!.deviceKey,
  }))
  const rows = await lockCommands(tx, accountId, addresses)
  const locked = new Map(rows.map((row) => [`${row.action_id} ${row.position}`, row]))
  const moves: LockedMove[] = []
  for (const command of commands) {
    const { action, position, said } = command
    const row = locked.get(`${action.actionId} ${position}`)
    const { deviceKey, generation } = said[0]!
    if (row?.device_key !== deviceKey || row.generation !== generation) continue
    const reportMissing = action.report !== undefined && !row.report_complete
    const made = turn(command, statusOf(row), { reportMissing })
    turns.set(command, made)
    if (made.after !== made.before) moves.push({ ...toMove(action, made.after, at), rowId: row.row_id })
  }
  if (moves.length > 0) await moveCommands(tx, accountId, moves)
  return turns
}

function byAddress(a: Addressed, b: Addressed): number {
  if (a.action.actionId !== b.action.actionId) return a.action.actionId < b.action.actionId ? -1 : 1
  return a.position - b.position
}

function statusOf({ state, reason }: LockedCommand): CommandStatus {
  return { state: stateOfCode(state), reason: reasonOfCode(reason), accepted: false }
}

function toMove(action: CommandAction, status: CommandStatus, at: Date): CommandMove {
  const open = isOpen(status.state)
  return {
    state: stateCode(status.state),
    reason: reasonCode(status.reason),
    open,
    progress: status.progress ?? null,
    acceptedAt: status.accepted ? at : null,
    finishBy: status.accepted ? new Date(at.getTime() + action.finishSeconds * 1000) : null,
    retryAt: status.retryAt ?? null,
    endedAt: open ? null : at,
    message: status.message?.replaceAll('\0', '').toWellFormed() ?? null,
    result: status.data === undefined ? null : storableJson(status.data),
    lateResult: status.late === undefined ? null : storableJson({ ...status.late, at: at.toISOString() }),
  }
}
