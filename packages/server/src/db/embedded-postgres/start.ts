import { realpathSync } from 'node:fs'
import { access, constants, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { Log } from '../log.ts'
import { createCluster, readClusterMajor } from './cluster.ts'
import { lockDirectory } from './directory-lock.ts'
import { chooseIdentity, findClosedDirectory, type Identity } from './identity.ts'
import { keepRunning } from './keep-running.ts'
import { makePassableDirectory } from './passable-directory.ts'
import { toUrl } from './postmaster.ts'
import { findPrograms } from './programs.ts'
import type { Settings } from './settings.ts'
import { makeSocketDirectory, useSocketDirectory } from './socket-directory.ts'

export { DirectoryInUseError } from './directory-lock.ts'

/** Where and how to run the embedded server. */
export type EmbeddedPostgresOptions = {
  /** Holds everything of the server; made when missing. */
  directory: string
  log?: Log | undefined
  /** Over the defaults, as `-c name=value`. */
  settings?: Settings | undefined
  /** Where the socket goes instead of the place we would choose: private to the server's user, a short path. */
  socketDirectory?: string | undefined
  /** Where a copy of the programs may go, when the server's user cannot reach those of the packages. */
  programsDirectory?: string | undefined
}

/** A running server. */
export type EmbeddedPostgres = {
  /** Address of the database `muster`, for libpq and node-postgres alike. */
  url: string
  /** The postmaster's process; another one after it died and was started anew. */
  readonly pid: number
  /** Of PostgreSQL, such as `18.4`. */
  version: string
  /** Fast shutdown; ends when the server has ended. Twice is harmless. */
  stop(): Promise<void>
}

/**
 * Starts the embedded PostgreSQL on a directory: makes the cluster at the first start, recovers it after a crash,
 * starts it anew should it die, and lets it die with this process.
 * @throws DirectoryInUseError when another process runs a server there
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = await makeClusterDirectory(options.directory)
  const lock = await lockDirectory(directory)
  try {
    return await startLocked(directory, options, lock.release)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function startLocked(
  directory: string,
  options: EmbeddedPostgresOptions,
  release: () => Promise<void>,
): Promise<EmbeddedPostgres> {
  const { log } = options
  const dataDirectory = join(directory, 'data')
  const identity = chooseIdentity(dataDirectory)
  refuseClosedDirectory(directory, identity)

  const major = await readClusterMajor(dataDirectory)
  const copyTo = [
    options.programsDirectory ?? (identity ? '/var/lib/muster/programs' : undefined),
    join(directory, 'programs'),
  ]
  const programs = await findPrograms({ identity, copyTo: copyTo.filter((place) => place !== undefined), major, log })
  const settings = options.settings ?? {}
  if (major === undefined) {
    await createCluster({
      programs,
      dataDirectory,
      identity,
      durable: settings.fsync !== 'off' && settings.fsync !== false,
    })
    log?.info({ directory, version: programs.version }, 'made a new PostgreSQL cluster')
  }
  const socketDirectory = options.socketDirectory
    ? await useSocketDirectory(resolve(options.socketDirectory), identity)
    : await makeSocketDirectory(directory, identity)
  const logPath = join(directory, 'postgresql.log')
  const keeper = await keepRunning({ programs, dataDirectory, socketDirectory, logPath, settings, identity }, log)
  const url = toUrl(socketDirectory, 'muster')
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await keeper.stop()
    if (!options.socketDirectory) await rm(socketDirectory, { recursive: true, force: true })
    await release()
    log?.info({ directory }, 'PostgreSQL stopped')
  }
  try {
    await createDatabaseIfMissing(socketDirectory)
  } catch (error) {
    await keeper.stop()
    throw error
  }
  log?.info({ pid: keeper.pid, version: programs.version, directory }, 'PostgreSQL started')
  return {
    url,
    get pid() {
      return keeper.pid
    },
    version: programs.version,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

async function makeClusterDirectory(directory: string): Promise<string> {
  if (process.platform === 'win32') {
    throw new Error('There is no embedded PostgreSQL for Windows. Set DATABASE_URL to a PostgreSQL server of your own.')
  }
  await makePassableDirectory(directory)
  try {
    await access(directory, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new Error(
      `This user may not write to ${directory}. Start as its owner or as root, or choose another directory with MUSTER_DATA_DIR.`,
      { cause: error },
    )
  }
  // The name by which the kernel knows it, to recognise processes that work in it.
  return realpathSync(resolve(directory))
}

function refuseClosedDirectory(directory: string, identity: Identity): void {
  const closed = findClosedDirectory(directory, identity)
  if (closed === undefined || identity === undefined) return
  throw new Error(
    `PostgreSQL does not run as root, and uid ${identity.uid}, which it runs as instead, cannot enter ${closed}. ` +
      `Choose a directory that others may pass through, such as MUSTER_DATA_DIR=/var/lib/muster, or let them: chmod a+x ${closed}`,
  )
}

async function createDatabaseIfMissing(socketDirectory: string): Promise<void> {
  const client = new pg.Client({ connectionString: toUrl(socketDirectory, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'muster'`)
    if (rowCount === 0) await client.query('create database muster')
  } finally {
    await client.end()
  }
}
