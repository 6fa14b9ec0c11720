import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { stopLeftovers } from './leftovers.ts'
import { boundLogFile } from './log-file.ts'
import { launchPostmaster, type Postmaster, type PostmasterOptions } from './postmaster.ts'
import { removeSocketFiles } from './socket-directory.ts'

const pauseMillisecondsMax = 30_000

/** A server that is started anew whenever it ends unasked. */
export type Keeper = { readonly pid: number; stop(): Promise<void> }

/**
 * Launches the server, for the holder of the directory's lock, and keeps it: when it dies (killed, out of memory), it is started anew, with growing pauses
 * where that fails. Clients see broken connections, and connect again.
 */
export async function keepRunning(options: PostmasterOptions, log: Log | undefined): Promise<Keeper> {
  const stopAsked = new AbortController()
  let postmaster = await launchPatiently(options, log)
  const keeping = keep()
  const bounding = setInterval(() => void boundLogFile(options.logPath).catch(() => undefined), 600_000).unref()

  async function keep(): Promise<void> {
    for (;;) {
      const how = await postmaster.ended
      if (stopAsked.signal.aborted) return
      log?.error({ how }, 'PostgreSQL ended unasked; starting it anew')
      const next = await relaunch()
      if (next === undefined) return
      postmaster = next
      // Asked to stop while it was on its way.
      if (stopAsked.signal.aborted) return next.stop()
      log?.info({ pid: next.pid }, 'PostgreSQL runs again')
    }
  }

  async function relaunch(): Promise<Postmaster | undefined> {
    for (let pause = 100; !stopAsked.signal.aborted; pause = Math.min(pause * 2, pauseMillisecondsMax)) {
      try {
        return await launchCleanly(options, log)
      } catch (error) {
        log?.error({ err: error }, 'PostgreSQL did not start anew')
        await delay(pause, undefined, { signal: stopAsked.signal }).catch(() => undefined)
      }
    }
    return undefined
  }

  return {
    get pid() {
      return postmaster.pid
    },
    async stop() {
      stopAsked.abort()
      clearInterval(bounding)
      await postmaster.stop()
      await keeping
    },
  }
}

// Processes that outlive their killed postmaster hold its shared memory until they notice. On Linux we have ended
// them; elsewhere they cannot be told from others, and are gone in a moment.
async function launchPatiently(options: PostmasterOptions, log: Log | undefined): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchCleanly(options, log)
    } catch (error) {
      if (attempt === 20 || !/pre-existing shared memory block/.test((error as Error).message)) throw error
      await delay(500)
    }
  }
}

async function launchCleanly(options: PostmasterOptions, log: Log | undefined): Promise<Postmaster> {
  await stopLeftovers(options.dataDirectory, log)
  await removeSocketFiles(options.socketDirectory)
  return launchPostmaster(options)
}
