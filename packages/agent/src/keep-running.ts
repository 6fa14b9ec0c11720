import { type AgentOptions, type RunningAgent, startAgent } from './agent.ts'
import { pause } from './connection/back-off.ts'
import { enrol } from './enrol.ts'
import { makeOwnHardwareId } from './inventory/hwid.ts'
import { readIdentity } from './state/identity.ts'
import { announcePresence } from './state/machine-presence.ts'
import { uninstall } from './uninstall/uninstall.ts'

/** A server that refused to enrol a copy is asked again through the agent's next hello. */
const refusedMilliseconds = 5000

export interface LastingAgent {
  /** Resolves with why no agent runs here any more, for now or for good. */
  readonly ended: Promise<'stopped' | 'retired' | 'updated' | 'uninstalled'>
  stop(): Promise<void>
}

/**
 * Runs the agent of a state directory through what its server makes of it: as another generation of its device, as a
 * device of its own, or to its end.
 * @throws with the remedy where it is not enrolled, or one runs already
 */
export function keepRunning(options: AgentOptions): LastingAgent {
  const { state, log, handlers } = options
  const abort = new AbortController()
  // The first start tells a person at once what is wrong.
  let presence: ReturnType<typeof announcePresence> | undefined
  const begin = () => {
    const identity = readIdentity(state)
    if (identity?.uninstall) return undefined
    const agent = startAgent(options)
    presence?.release()
    if (identity !== undefined) {
      const { hwid, server, device_id } = identity
      presence = announcePresence(hwid, { process_id: process.pid, state_directory: state.path, server, device_id })
    }
    return agent
  }
  let current: RunningAgent | undefined = begin()

  async function run(): Promise<Awaited<LastingAgent['ended']>> {
    for (;;) {
      const end = current === undefined ? 'uninstall' : await current.ended
      if (end === 'uninstall') {
        return (await uninstall({ state, log, signal: abort.signal })) ? 'uninstalled' : 'stopped'
      }
      if (end === 'stopped' || end === 'retired' || end === 'updated') return end
      if (end !== 'renewed') await separate(end.token)
      if (abort.signal.aborted) return 'stopped'
      current = begin()
    }
  }

  async function separate(token: string): Promise<void> {
    const { server, ca } = readIdentity(state)!
    try {
      makeOwnHardwareId(state.file('hardware-id'))
      const identity = await enrol({ state, server, ca, token, again: true, handlers })
      log.info('this machine is a device of its own now', { device_id: identity.device_id })
    } catch (error) {
      log.warn('could not enrol as a device of its own; will try again', { problem: (error as Error).message })
      await pause(refusedMilliseconds, abort.signal)
    }
  }

  return {
    ended: run().finally(() => presence?.release()),
    async stop() {
      abort.abort()
      await current?.stop()
    },
  }
}
