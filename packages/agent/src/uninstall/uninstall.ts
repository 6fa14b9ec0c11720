import { agentPaths } from '@muster/core/agent/protocol.ts'
import { uninstalledText } from '@muster/core/agent/signed-texts.ts'
import { backOff, pause } from '../connection/back-off.ts'
import { problemOf } from '../http-client.ts'
import type { Log } from '../log.ts'
import { postProven } from '../post-proven.ts'
import { lockState } from '../state/agent-lock.ts'
import { type Identity, readIdentity, writeIdentity } from '../state/identity.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import { removeInstallation } from './remove-installation.ts'

interface UninstallTools {
  readonly state: StateDirectory
  readonly log: Log
  /** Aborted where the agent is to stop: the next start goes on. */
  readonly signal: AbortSignal
}

/** Before anything else: whatever happens from here on, the next start goes on with it. */
export function markUninstall(state: StateDirectory, identity: Identity): void {
  writeIdentity(state, { ...identity, uninstall: { ordered_at: new Date().toISOString() } })
}

/**
 * Obeys an order to uninstall that was verified and marked: tells the server first, for as long as it takes to reach it,
 * then has its installation, and what it keeps, removed. False where it was stopped before the end.
 */
export async function uninstall({ state, log, signal }: UninstallTools): Promise<boolean> {
  const identity = readIdentity(state)
  if (identity?.uninstall === undefined) throw new Error('nobody ordered this agent to uninstall')
  const lock = lockState(state.lock)
  try {
    if (identity.uninstall.confirmed_at === undefined) {
      if (!(await confirm(identity, { state, log, signal }))) return false
      // Once the keys are gone there is nothing to confirm with.
      const confirmed_at = new Date().toISOString()
      writeIdentity(state, { ...identity, uninstall: { ...identity.uninstall, confirmed_at } })
    }
    log.info('the agent removes itself', { device_id: identity.device_id })
    removeInstallation(state, log)
    return true
  } finally {
    lock.release()
  }
}

async function confirm(identity: Identity, { state, log, signal }: UninstallTools): Promise<boolean> {
  const wait = backOff({ firstMilliseconds: 1000, longestMilliseconds: 60_000 })
  let lastProblem = ''
  while (!signal.aborted) {
    const problem = await attempt(identity, state)
    if (problem === undefined) return true
    if (problem.final) {
      // The order was signed; that the server has forgotten it is no reason to stay.
      log.warn('the server does not take the confirmation', { problem: problem.text })
      return true
    }
    if (problem.text !== lastProblem) log.warn('cannot confirm yet; will try again', { problem: problem.text })
    lastProblem = problem.text
    await pause(wait.next(), signal)
  }
  return false
}

async function attempt(
  identity: Identity,
  state: StateDirectory,
): Promise<{ text: string; final: boolean } | undefined> {
  try {
    const answer = await postProven(state, identity, agentPaths.uninstalled, uninstalledText)
    if (answer.status === 200) return undefined
    return { text: problemOf(answer), final: answer.status === 404 }
  } catch (error) {
    return { text: (error as Error).message, final: false }
  }
}
