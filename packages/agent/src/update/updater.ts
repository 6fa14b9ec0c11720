import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { isReleaseAnswer, type ReleaseOffer } from '@muster/core/agent/releases.ts'
import type { SessionHolder } from '../connection/session-holder.ts'
import { callServer, problemOf } from '../http-client.ts'
import type { Log } from '../log.ts'
import type { Identity } from '../state/identity.ts'
import { readAccountKey } from '../state/identity.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import { syncDirectory } from '../state/write-file.ts'
import { agentVersion } from '../version.ts'
import { type CallWithSession, downloadRelease } from './download-release.ts'
import { hashFile } from './hash-file.ts'
import { confirmUpdate, withFailure } from './roll-back.ts'
import { platform, type RunningProgram } from './running-program.ts'
import { findProgramFault } from './self-check.ts'
import { openProgramFiles } from './update-record.ts'
import { findReleaseFault as findFault } from './verify-release.ts'

export interface UpdaterTools {
  readonly state: StateDirectory
  readonly identity: Identity
  readonly log: Log
  readonly session: SessionHolder
  readonly program: RunningProgram
  /** No command is being carried out that could not go on after a restart. */
  readonly isIdle: () => boolean
  /** A new version has been taken: the agent is to stop, and the program to start anew. */
  readonly restart: () => void
}

export interface Updater {
  /** The server has welcomed this version. */
  connected(): void
  stop(): void
}

/** Between two questions, and at most so long after a connection: ten thousand agents do not ask at one moment. */
const everySecondsDefault = 3600
const firstSecondsMax = 30

/** Keeps the agent at the version that the server has for it. @see launcher for what happens at the next start */
export function createUpdater(tools: UpdaterTools): Updater {
  const { log, session, identity, program } = tools
  const files = openProgramFiles(tools.state)
  const abort = new AbortController()
  const everySeconds = Number(process.env.MUSTER_AGENT_UPDATE_SECONDS) || everySecondsDefault
  let isAsking = false

  const call: CallWithSession = async ({ body, ...request }) => {
    const headers = { authorization: `Bearer ${await session.get(abort.signal)}` }
    const answer = await callServer(identity, {
      ...request,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body,
      signal: abort.signal,
    })
    if (answer.status === 401) session.clear()
    return answer
  }

  async function keepAsking(): Promise<void> {
    let seconds = Math.random() * Math.min(firstSecondsMax, everySeconds)
    while (!abort.signal.aborted) {
      await delay(seconds * 1000, undefined, { signal: abort.signal, ref: false })
      await tellOutcomes()
        .then(lookForRelease)
        .catch((error: Error) => {
          if (!abort.signal.aborted) log.warn('looking for a new version failed', { problem: error.message })
        })
      seconds = everySeconds * (0.9 + 0.2 * Math.random())
    }
  }

  async function tellOutcomes(): Promise<void> {
    for (const { release_id, ...outcome } of files.read().outcomes) {
      const path = `${agentPaths.releases}/${release_id}/outcome`
      const answer = await call({ method: 'POST', path, body: JSON.stringify(outcome) })
      if (answer.status !== 200) throw new Error(problemOf(answer))
      const record = files.read()
      files.write({ ...record, outcomes: record.outcomes.slice(1) })
    }
  }

  async function lookForRelease(): Promise<void> {
    const query = new URLSearchParams({ platform, version: agentVersion })
    const answer = await call({ method: 'GET', path: `${agentPaths.releases}?${query}` })
    if (answer.status !== 200) throw new Error(problemOf(answer))
    const body: unknown = JSON.parse(answer.body.toString())
    if (!isReleaseAnswer(body)) throw new Error('the server’s answer cannot be read')
    const { release } = body
    if (release === null || files.read().failed.includes(release.release_id)) return
    if (!existsSync(program.installedPath)) {
      log.warn('a new version waits, and the installed program is gone: it could not be started again')
      return
    }
    const fault = findReleaseFault(release) ?? (await fetchRelease(release))
    if (fault !== undefined) return refuse(release, fault)
    if (tools.isIdle()) take(release)
    else log.info('a new version waits until the running commands have ended', { version: release.version })
  }

  function findReleaseFault(release: ReleaseOffer): string | undefined {
    return findFault(release, { version: agentVersion, platform, accountKey: readAccountKey(identity) })
  }

  /** Puts the file in its place, unless something is wrong with it. */
  async function fetchRelease(release: ReleaseOffer): Promise<string | undefined> {
    const path = files.of(release)
    if (existsSync(path) && (await hashFile(path)) === release.sha256) return undefined
    log.info('fetching a new version', { from: agentVersion, to: release.version })
    await downloadRelease(call, release, files.download)
    if ((await hashFile(files.download)) !== release.sha256) {
      rmSync(files.download)
      return 'What arrived does not have the SHA-256 that was signed.'
    }
    chmodSync(files.download, 0o700)
    const fault = await findProgramFault(files.download, release)
    if (fault !== undefined) {
      rmSync(files.download)
      return fault
    }
    renameSync(files.download, path)
    syncDirectory(files.directory)
    return undefined
  }

  async function refuse({ release_id, version }: ReleaseOffer, reason: string): Promise<void> {
    log.error('a new version is refused', { version, reason })
    const failure = { release_id, outcome: 'refused', from_version: agentVersion, reason } as const
    files.write(withFailure(files.read(), release_id, failure))
    await tellOutcomes()
  }

  function take(release: ReleaseOffer): void {
    const record = files.read()
    const { installedVersion } = program
    const previous = program.launched ? record.current : null
    files.write({
      ...record,
      current: { release, installed_version: installedVersion, from_version: agentVersion, phase: 'trial', starts: 0 },
      previous: previous && { release: previous.release, installed_version: previous.installed_version },
    })
    log.info('the agent starts anew as another version', { from: agentVersion, to: release.version })
    abort.abort()
    tools.restart()
  }

  return {
    connected() {
      if (program.launched) confirmUpdate(files, log)
      if (isAsking) return
      isAsking = true
      keepAsking().catch((error: Error) => {
        if (!abort.signal.aborted) log.error('no new versions are looked for any more', { problem: error.message })
      })
    },
    stop: () => abort.abort(),
  }
}
