import { setImmediate } from 'node:timers/promises'
import {
  type CancellingCommand,
  type ClaimedCommand,
  cancellingOfAction,
  cancellingOfDevices,
  claimForAction,
  claimForDevices,
  giveBack,
  type Portion,
} from '../operations/claim-commands.ts'
import type { CommandBook } from '../operations/command-book.ts'
import type { Services } from '../services.ts'
import type { Hub } from './hub.ts'
import { type AgentSession, tell } from './session.ts'

/** Longest stretch of sending between two chances for others to run. */
const sliceMilliseconds = 4

export interface HandOut {
  /** The action's waiting commands, to those connected here. */
  action(accountId: number, actionId: string): Promise<void>
  /** All that waits for devices that just connected. */
  devices(accountId: number, sessions: readonly AgentSession[]): Promise<void>
  /** Tells those who hold commands of the action to stop. */
  cancellations(accountId: number, actionId: string): Promise<void>
}

export function createHandOut(services: Services, book: CommandBook, hub: Hub): HandOut {
  /** Where one fails, it and those behind it wait again at once. */
  async function send(accountId: number, { commands, offeredUntil }: Portion): Promise<void> {
    const sent = { count: 0 }
    try {
      await sendEach(accountId, commands, sent)
    } finally {
      await giveBack(services, accountId, { commands: commands.slice(sent.count), offeredUntil })
    }
  }

  /** A command whose device has just gone stays leased, and waits again when the lease ends. */
  async function sendEach(accountId: number, commands: readonly ClaimedCommand[], sent: { count: number }) {
    let sliceEnd = performance.now() + sliceMilliseconds
    for (const { action_id, position, device_key, generation } of commands) {
      const writer = await book.writer(accountId, action_id)
      if (performance.now() > sliceEnd) {
        await setImmediate()
        sliceEnd = performance.now() + sliceMilliseconds
      }
      const session = hub.find(accountId, device_key)
      if (session?.generation === generation) {
        session.transport.send(writer.write({ position, deviceId: session.deviceId, generation }))
      }
      sent.count += 1
    }
  }

  async function cancel(accountId: number, commands: readonly CancellingCommand[]): Promise<void> {
    if (commands.length === 0) return
    const actions = await book.find(accountId, new Set(commands.map(({ action_id }) => action_id)))
    for (const { action_id, position, device_key } of commands) {
      const session = hub.find(accountId, device_key)
      const action = actions.get(action_id)
      if (session && action) tell(session, { type: 'cancel', command_id: action.idAt(position) })
    }
  }

  return {
    async action(accountId, actionId) {
      const connected = hub.ofAccount(accountId)
      if (connected.size === 0) return
      const prepare = () => book.writer(accountId, actionId)
      for await (const portion of claimForAction(services, { accountId, actionId }, connected, prepare)) {
        await send(accountId, portion)
      }
    },
    async devices(accountId, sessions) {
      const keys = sessions.map(({ deviceKey }) => deviceKey)
      for await (const portion of claimForDevices(services, accountId, keys)) await send(accountId, portion)
      await cancel(accountId, await cancellingOfDevices(services, accountId, keys))
    },
    async cancellations(accountId, actionId) {
      const keys = [...hub.ofAccount(accountId).keys()]
      if (keys.length > 0) await cancel(accountId, await cancellingOfAction(services, accountId, actionId, keys))
    },
  }
}
