import { type DeferRule, type Deferral, type DeviceMoment, whyDefer } from '@muster/core/agent/defer-rule.ts'
import type { AgentMessage } from '@muster/core/agent/messages.ts'
import type { Log } from '../log.ts'

export interface DeferralTools {
  readonly log: Log
  readonly say: (message: AgentMessage) => void
  readonly connected: () => boolean
  /** Unix seconds, by the server's clock: it is told when to expect the next word. */
  readonly serverNow: () => number
  readonly readMoment: (rule: DeferRule) => Promise<DeviceMoment>
}

/**
 * Commands that this device put off. None of them is accepted, so none survives the connection it came by: the server
 * hands it out again, unless it was cancelled or expired meanwhile. That keeps a command from being carried out after
 * it was called off where the agent could not hear of it.
 */
export interface Deferrals {
  /** Whether it is being weighed or put off; then that is said again, and there is nothing else to do. */
  repeat(id: string): boolean
  /** Carries out `now` where the rule has nothing against it, else says so and calls `later` when it is time. */
  weigh(id: string, rule: DeferRule, then: { now(): void; later(): void }): void
  putOff(id: string, deferral: Deferral, later: () => void): void
  drop(id: string): void
  clear(): void
}

/** Quiet time ends at one moment for all devices: they do not all begin in the same second. */
const spreadSeconds = 120

interface Held {
  readonly message?: AgentMessage
  readonly timer?: NodeJS.Timeout
}

export function createDeferrals({ log, say, connected, serverNow, readMoment }: DeferralTools): Deferrals {
  const held = new Map<string, Held>()

  function drop(id: string): void {
    clearTimeout(held.get(id)?.timer)
    held.delete(id)
  }

  /** No one command may end the process, and the others with it. */
  function attempt(id: string, act: () => void): void {
    try {
      act()
    } catch (error) {
      log.error('a command could not be begun', { id, error: (error as Error).message })
    }
  }

  function putOff(id: string, { reason, retryInSeconds }: Deferral, later: () => void): void {
    drop(id)
    const message: AgentMessage = { type: 'deferred', command_id: id, reason, retry_at: serverNow() + retryInSeconds }
    const timer = setTimeout(() => {
      drop(id)
      if (connected()) attempt(id, later)
    }, retryInSeconds * 1000)
    timer.unref()
    held.set(id, { message, timer })
    log.info('put a command off', { id, reason, seconds: retryInSeconds })
    say(message)
  }

  return {
    repeat(id) {
      const entry = held.get(id)
      if (entry?.message) say(entry.message)
      return entry !== undefined
    },
    weigh(id, rule, { now, later }) {
      const weighed: Held = {}
      held.set(id, weighed)
      Promise.resolve()
        .then(() => readMoment(rule))
        .then((moment) => whyDefer(rule, moment))
        .catch((error: Error) => {
          log.warn('could not find out how it stands with the device', { id, error: error.message })
          return undefined
        })
        .then((deferral) => {
          // Cancelled meanwhile, or the connection is another one.
          if (held.get(id) !== weighed) return
          drop(id)
          if (deferral === undefined) attempt(id, now)
          else putOff(id, spread(rule, deferral), later)
        })
    },
    putOff,
    drop,
    clear() {
      for (const id of [...held.keys()]) drop(id)
    },
  }
}

function spread(rule: DeferRule, { reason, retryInSeconds }: Deferral): Deferral {
  const more = rule.quiet === undefined ? 0 : Math.round(Math.random() * spreadSeconds)
  return { reason, retryInSeconds: retryInSeconds + more }
}
