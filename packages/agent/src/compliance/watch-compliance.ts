import type { Checks } from '@muster/core/agent/messages.ts'
import { checkSeconds } from '@muster/core/compliance/check-period.ts'
import type { Log } from '../log.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import type { Sources } from './finding.ts'
import { readChecks, type SaidCheck } from './read-checks.ts'
import { runQuiet } from './run-quiet.ts'
import { keepUnwantedList, readUnwantedList } from './unwanted-list.ts'

export interface ComplianceWatch {
  /** The server let us in: it hears what was found last, and then what is found now. */
  connected(): void
  /** The policy names other software. */
  lookFor(software: readonly string[]): void
  stop(): void
}

export interface ComplianceTools {
  readonly state: StateDirectory
  readonly log: Log
  /** Lost where there is no connection. */
  say(message: Checks): void
  readonly read?: (sources: Sources) => Promise<SaidCheck[]>
  readonly environment?: NodeJS.ProcessEnv
}

/** Whoever starts, has other things to do first. */
const firstSecondsMax = 30
/** A week. */
const checkSecondsMax = 604_800
/** What an agent found is not looked for again so soon, however often it reconnects. */
const freshSeconds = 300

/**
 * Looks every hour or so (`MUSTER_AGENT_CHECK_SECONDS`; 0: never), a quarter of it sooner or later, so that a fleet does
 * not look at once. The server hears of it after each welcome, and when something changed.
 */
export function watchCompliance({
  state,
  log,
  say,
  read = readChecks,
  environment = process.env,
}: ComplianceTools): ComplianceWatch {
  const everySeconds = readCheckSeconds(environment, log)
  let software: readonly string[] = readUnwantedList(state)
  let found: Checks | undefined
  let looking: Promise<void> | undefined
  let again = false
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    if (isStopped || everySeconds === 0) return
    if (looking !== undefined) {
      again = true
      return
    }
    clearTimeout(timer)
    looking = lookOnce()
      .catch((error: Error) => log.warn('could not look at the device', { problem: error.message }))
      .finally(() => {
        looking = undefined
        if (isStopped) return
        timer = setTimeout(look, again ? 0 : everySeconds * 1000 * (0.75 + Math.random() / 2))
        again = false
      })
  }

  async function lookOnce(): Promise<void> {
    const lookedFor = [...software]
    const isRoot = process.getuid?.() === 0
    const checks = await read({ root: '/', run: runQuiet, now: new Date(), software: lookedFor, isRoot })
    const before = found
    found = { type: 'checks', checks, looked_for: lookedFor }
    if (before === undefined || essence(before) !== essence(found)) say(found)
  }

  return {
    connected() {
      if (found !== undefined) say(found)
      const foundAt = found?.checks[0]?.taken_at ?? 0
      if (found === undefined)
        timer ??= setTimeout(look, Math.min(everySeconds, firstSecondsMax) * 500 * (1 + Math.random()))
      else if (Date.now() / 1000 - foundAt > freshSeconds) look()
    },
    lookFor(names) {
      if (names.join('\n') === software.join('\n')) return
      software = [...names]
      keepUnwantedList(state, software)
      look()
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

function readCheckSeconds({ MUSTER_AGENT_CHECK_SECONDS: text }: NodeJS.ProcessEnv, log: Log): number {
  if (text === undefined || text === '') return checkSeconds
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), checkSecondsMax)
  log.warn('MUSTER_AGENT_CHECK_SECONDS is no number of seconds', { value: text, instead: checkSeconds })
  return checkSeconds
}

/** What was found, without when. */
function essence({ checks, looked_for }: Checks): string {
  return JSON.stringify([checks.map(({ check, result, facts }) => [check, result, facts]), looked_for])
}
