import { randomUUID } from 'node:crypto'
import { isBrakeFailure } from '@muster/core/action/brake.ts'
import { isOpen, stateCode, stateOfCode } from '@muster/core/action/life-cycle.ts'
import { reasonCode, reasonOfCode } from '@muster/core/action/reason.ts'
import type { CommandNews } from '@muster/core/agent/messages.ts'
import { type LockedCommand, lockCommands } from '../db/commands/lock-commands.ts'
import { type CommandMove, moveCommands } from '../db/commands/move-commands.ts'
import type { Int8 } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { agentCaller } from './agent-caller.ts'
import { auditCommandEnds, type CommandEnd } from './audit-command-ends.ts'
import type { CommandAction, CommandBook } from './command-book.ts'
import { actionOfCommandId } from './command-id.ts'
import { type CommandStatus, foldCommandNews } from './fold-command-news.ts'
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
 * Records what many agents said, as one set. Answers for each: `true` where it is known for good (also where it changed
 * nothing), `false` where it is not this device's command or no command at all: refused, nothing changed.
 */
export async function recordCommandNews(
  { services, book }: { services: Services; book: CommandBook },
  accountId: number,
  items: readonly AgentNews[],
): Promise<boolean[]> {
  const commands = await address(book, accountId, items)
  if (commands.size === 0) return items.map(() => false)
  const known = await mutateAgain(services, (unit) => record(services, unit, accountId, [...commands.values()]))
  return items.map((item) => known.has(item))
}

/** The commands that the ids open to, each with all that was said of it, in order. */
async function address(
  book: CommandBook,
  accountId: number,
  items: readonly AgentNews[],
): Promise<Map<string, Addressed>> {
  const actionIds = items.flatMap(({ news }) => actionOfCommandId(news.command_id) ?? [])
  const actions = await book.find(accountId, actionIds)
  const commands = new Map<string, Addressed>()
  for (const item of items) {
    const id = item.news.command_id
    const action = actions.get(actionOfCommandId(id) ?? '')
    const position = action?.positionOf(id)
    if (action === undefined || position === undefined) continue
    // Two devices that speak of one command: each is judged by itself.
    const key = `${id} ${item.deviceKey} ${item.generation}`
    const command = commands.get(key) ?? { action, position, said: [] }
    command.said.push(item)
    commands.set(key, command)
  }
  return commands
}

async function record(
  { now, bus }: Services,
  { tx, afterCommit }: UnitOfWork,
  accountId: number,
  commands: readonly Addressed[],
) {
  const at = now()
  const addresses = commands
    .map(({ action: { actionId }, position, said }) => ({ actionId, position, deviceKey: said[0]!.deviceKey }))
    .sort((a, b) => (a.actionId === b.actionId ? a.position - b.position : a.actionId < b.actionId ? -1 : 1))
  const locked = new Map(
    (await lockCommands(tx, accountId, addresses)).map((row) => [`${row.action_id} ${row.position}`, row]),
  )
  const known = new Set<AgentNews>()
  const moves: CommandMove[] = []
  const ended: CommandEnd[] = []
  const answered: AnsweredCommand[] = []
  const failing = new Set<string>()
  const changed = new Set<string>()
  for (const { action, position, said } of commands) {
    const row = locked.get(`${action.actionId} ${position}`)
    const [{ deviceKey, generation }] = said as [AgentNews]
    if (row?.device_key !== deviceKey || row.generation !== generation) continue
    for (const item of said) known.add(item)
    const before = statusOf(row)
    const separated = said.map(({ news }) => separateIdentity(action, news))
    const after = separated.reduce(
      (status, { news }) =>
        foldCommandNews(status, news, { reportMissing: action.report !== undefined && !row.report_complete }),
      before,
    )
    if (after === before) continue
    moves.push(toMove(row.row_id, action, after, at))
    changed.add(action.actionId)
    if (isOpen(before.state) && !isOpen(after.state)) {
      const { actionId } = action
      const commandId = said[0]!.news.command_id
      ended.push({ actionId, commandId, state: after.state, reason: after.reason, deviceKey })
      if (action.hasBrake && isBrakeFailure(after.state)) failing.add(actionId)
      const identity = separated.find((each) => each.identity)?.identity
      if (after.state === 'succeeded' && identity !== undefined) {
        answered.push({ actionId, commandId, position, deviceKey, generation, identity })
      }
    }
  }
  if (moves.length > 0) await moveCommands(tx, accountId, moves)
  const caller = agentCaller(accountId, { peer: undefined, requestId: randomUUID() })
  await takeIdentities(tx, caller, at, answered)
  await auditCommandEnds(tx, caller, at, ended)
  afterCommit(() => {
    for (const actionId of failing) bus.emit('commands-failed', { accountId, actionId })
    for (const actionId of changed) bus.emit('targets-changed', { accountId, actionId })
  })
  return known
}

function statusOf({ state, reason }: LockedCommand): CommandStatus {
  return { state: stateOfCode(state), reason: reasonOfCode(reason), accepted: false }
}

function toMove(rowId: string, action: CommandAction, status: CommandStatus, at: Date): CommandMove {
  const open = isOpen(status.state)
  return {
    rowId,
    state: stateCode(status.state),
    reason: reasonCode(status.reason),
    open,
    progress: status.progress ?? null,
    acceptedAt: status.accepted ? at : null,
    finishBy: status.accepted ? new Date(at.getTime() + action.finishSeconds * 1000) : null,
    retryAt: status.retryAt ?? null,
    endedAt: open ? null : at,
    message: status.message?.replaceAll('\0', '') ?? null,
    result: status.data === undefined ? null : storableJson(status.data),
    lateResult: status.late === undefined ? null : storableJson({ ...status.late, at: at.toISOString() }),
  }
}
