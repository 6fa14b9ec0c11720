import { execFileSync } from 'node:child_process'
import type { InstallRecord } from './install-record.ts'

export interface ServicePlan {
  readonly program: string
  readonly stateDirectory: string
  /** Whom the agent runs as, where that is not the system's highest user. */
  readonly user: string | undefined
}

/** What keeps programs running on a system. One for each kind of system; the two calls are the same twice as once. */
export interface ServiceManager {
  readonly name: InstallRecord['manager']
  /** Where the program is put unless somebody says otherwise. */
  readonly programPath: string
  readonly definition: string | null
  /** Why it cannot be used here, and what to do; undefined where it can. */
  findObstacle(options: { start: boolean }): string | undefined
  /** Writes the definition, so that the agent starts with the system; and starts it now. */
  add(plan: ServicePlan, options: { start: boolean }): void
  /** Stops the agent and takes the definition away. */
  remove(): void
  /** Where we run below the service that is to be removed: hands the work to somebody who outlives it. */
  delegate?(words: readonly string[]): boolean
}

/** @throws with what the program said */
export function runTool(program: string, ...words: string[]): void {
  try {
    execFileSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    throw new Error(`"${program} ${words.join(' ')}" failed: ${stderr?.trim() || message}`)
  }
}

/** For what may be absent or stopped already. */
export function tryTool(program: string, ...words: string[]): void {
  try {
    runTool(program, ...words)
  } catch {
    // It is the state that counts, and removing the definition shows whether it is reached.
  }
}
