import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findClosedDirectory, type Identity } from './identity.ts'

/** The longest address of a socket: 104 bytes with the closing zero on macOS, 108 on Linux. */
export const socketPathBytesMax = 103

const socketName = '.s.PGSQL.5432'

/**
 * Makes the directory of the server's socket. Who can enter it is a superuser of the database, so it belongs to
 * the server's user alone. In the cluster's own directory where the address fits, else in a short one elsewhere.
 */
export async function makeSocketDirectory(directory: string, identity: Identity): Promise<string> {
  const name = `muster-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`
  const places = [join(directory, 'socket'), ...temporaryDirectories().map((place) => join(place, name))]
  for (const place of places) {
    if (!fits(place)) continue
    if (await makePrivate(place, identity)) return place
  }
  // Somebody else has our name in the common directory: a name that cannot be foreseen.
  const place = await mkdtemp('/tmp/muster-')
  if (identity) await chown(place, identity.uid, identity.gid)
  return place
}

/** Uses the directory that the caller asked for, or says why not. */
export async function useSocketDirectory(directory: string, identity: Identity): Promise<string> {
  if (!fits(directory))
    throw new Error(`The socket directory ${directory} is too deep: ${socketPathBytesMax} bytes at most`)
  if (!(await makePrivate(directory, identity))) {
    throw new Error(`The socket directory ${directory} belongs to another user, or others can enter it`)
  }
  return directory
}

/** Removes what a killed server left: it would be taken for a running one's while the dead process is not buried. */
export async function removeSocketFiles(directory: string): Promise<void> {
  for (const name of [socketName, `${socketName}.lock`]) await rm(join(directory, name), { force: true })
}

function temporaryDirectories(): string[] {
  const own = process.getuid?.() === 0 ? '/run' : process.env.XDG_RUNTIME_DIR
  return [own, tmpdir(), '/tmp'].filter((place) => place !== undefined)
}

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, socketName)) <= socketPathBytesMax
}

// False when it cannot be made there, or when what is there is not ours alone.
async function makePrivate(directory: string, identity: Identity): Promise<boolean> {
  const uid = identity?.uid ?? process.getuid?.()
  try {
    await mkdir(directory, { mode: 0o700 })
    if (identity) await chown(directory, identity.uid, identity.gid)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST') return false
  }
  const facts = await lstat(directory)
  if (!facts.isDirectory() || (uid !== undefined && facts.uid !== uid)) return false
  if ((facts.mode & 0o077) !== 0) await chmod(directory, 0o700)
  return findClosedDirectory(directory, identity) === undefined
}
