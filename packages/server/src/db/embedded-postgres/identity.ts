import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The user that PostgreSQL runs as, when that is not the user of this process; spreads into `spawn` options. */
export type Identity = { uid: number; gid: number } | undefined

// `nobody` on Linux; macOS gives nobody a negative number that spawn does not take, so `daemon` there.
const unprivilegedId = process.platform === 'darwin' ? 1 : 65534

/**
 * PostgreSQL refuses to run as root. As root it runs as the owner of its data, so that an administrator may give the
 * data to a user of his choice; a new data directory goes to the unprivileged user that every system has.
 */
export function chooseIdentity(dataDirectory: string): Identity {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return { uid: unprivilegedId, gid: unprivilegedId }
}

/** The topmost of a directory and its parents that this user cannot enter; undefined when it can enter them all. */
export function findClosedDirectory(directory: string, identity: Identity): string | undefined {
  if (identity === undefined || canEnter(directory, identity)) return undefined
  const parent = dirname(directory)
  return (parent === directory ? undefined : findClosedDirectory(parent, identity)) ?? directory
}

// Tried for real, as modes do not tell everything (access lists, security modules).
function canEnter(directory: string, identity: Identity): boolean {
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { ...identity, cwd: '/', stdio: 'ignore' })
  return result.status === 0
}
