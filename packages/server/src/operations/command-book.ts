import { type CommandStatement, parseCommandStatement } from '@muster/core/agent/command-statement.ts'
import { inclusionProof } from '@muster/core/audit/merkle-tree.ts'
import { LRUCache } from 'lru-cache'
import { listLeaves } from '../db/actions/list-leaves.ts'
import { type CommandActionRow, findCommandActions } from '../db/commands/find-command-actions.ts'
import type { Queryable } from '../db/pool.ts'
import type { Services } from '../services.ts'
import { buildActionTree } from './action-tree.ts'
import { CommandSeal, commandIdBytes, commandKey, formatCommandId } from './command-id.ts'
import type { Keyring } from './keyring.ts'

/** What never changes of an action that has commands, so that it may be kept. */
export interface CommandAction {
  readonly actionId: string
  readonly type: string
  readonly finishSeconds: number
  readonly report: string | undefined
  readonly hasBrake: boolean
  readonly statement: CommandStatement
  idAt(position: number): string
  positionsOf(commandIds: readonly string[]): (number | undefined)[]
}

/** Writes the commands of one action, as the JSON text that goes to the agents. */
export interface CommandWriter {
  write(to: { position: number; deviceId: string; generation: number }): string
}

export interface CommandBook {
  /**
   * Of those that exist in the account and have commands. What is not known yet is read by `reader`: whoever is in a
   * transaction hands over its handle, for no second connection may be free.
   */
  find(accountId: number, actionIds: Iterable<string>, reader?: Queryable): Promise<Map<string, CommandAction>>
  writer(accountId: number, actionId: string): Promise<CommandWriter>
}

/** An action on 100 000 devices takes some 10 MB: its tree, its ids, its positions. */
const writersBytesMax = 64 * 1024 * 1024

export function createCommandBook({ pool }: Services, keyring: Keyring): CommandBook {
  const actions = new LRUCache<string, { row: CommandActionRow; action: CommandAction; key: Buffer }>({ max: 10_000 })
  const writers = new LRUCache<string, CommandWriter & { bytes: number }>({
    maxSize: writersBytesMax,
    sizeCalculation: ({ bytes }) => bytes,
    fetchMethod: (address) => {
      const [accountId, actionId] = address.split(' ') as [string, string]
      return makeWriter(Number(accountId), actionId)
    },
  })

  async function load(accountId: number, actionIds: Iterable<string>, reader?: Queryable) {
    const wanted = [...new Set(actionIds)]
    const missing = wanted.filter((actionId) => !actions.has(`${accountId} ${actionId}`))
    const { sealKey } = await keyring.of(accountId, reader)
    const found = new Map<string, { row: CommandActionRow; action: CommandAction; key: Buffer }>()
    for (const row of missing.length === 0 ? [] : await findCommandActions(reader ?? pool, accountId, missing)) {
      const { action_id: actionId, type, params } = row
      const key = commandKey(sealKey, { actionId, type, params })
      const entry = { row, key, action: toAction(row, key) }
      actions.set(`${accountId} ${actionId}`, entry)
      found.set(actionId, entry)
    }
    for (const actionId of wanted) {
      const entry = actions.get(`${accountId} ${actionId}`)
      if (entry) found.set(actionId, entry)
    }
    return found
  }

  async function makeWriter(accountId: number, actionId: string): Promise<CommandWriter & { bytes: number }> {
    const entry = (await load(accountId, [actionId])).get(actionId)
    if (entry === undefined) throw new Error(`action ${actionId} has no commands`)
    const leaves = await listLeaves(pool, accountId, actionId)
    const { positions } = leaves
    const { tree, commandIds } = await buildActionTree(entry.key, actionId, leaves)
    const { statement, signature } = entry.row
    const fixed = `,"statement":${JSON.stringify(statement)},"signature":"${signature.toString('base64url')}"`
    const treeBytes = tree.levels.reduce((sum, level) => sum + level.length, 0)
    return {
      bytes: treeBytes + commandIds.length + positions.byteLength + fixed.length * 2,
      write({ position, deviceId, generation }) {
        const index = indexOf(positions, position)
        const id = formatCommandId(commandIds.subarray(index * commandIdBytes, (index + 1) * commandIdBytes))
        const proof = Buffer.from(inclusionProof(tree, index)).toString('base64url')
        return `{"type":"command","command_id":"${id}"${fixed},"index":${index},"proof":"${proof}","device_id":${JSON.stringify(deviceId)},"generation":${generation}}`
      },
    }
  }

  return {
    async find(accountId, actionIds, reader) {
      const found = await load(accountId, actionIds, reader)
      return new Map([...found].map(([actionId, { action }]) => [actionId, action]))
    },
    async writer(accountId, actionId) {
      return (await writers.fetch(`${accountId} ${actionId}`))!
    },
  }
}

function toAction(row: CommandActionRow, key: Buffer): CommandAction {
  const statement = parseCommandStatement(row.statement)
  if (statement === undefined) throw new Error(`the statement of action ${row.action_id} cannot be read`)
  const seal = new CommandSeal(key, row.action_id)
  return {
    actionId: row.action_id,
    type: row.type,
    finishSeconds: row.finish_seconds,
    report: row.report ?? undefined,
    hasBrake: row.has_brake,
    statement,
    idAt: (position) => seal.idAt(position),
    positionsOf: (commandIds) => seal.positionsOf(commandIds),
  }
}

function indexOf(sorted: Int32Array, position: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < position) low = middle + 1
    else high = middle
  }
  if (sorted[low] !== position) throw new Error(`position ${position} is no leaf of its action`)
  return low
}
