import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Replaces a file, readable by its owner alone: after a crash there is the old text or the new one, never half. */
export function writeFileDurably(path: string, text: string): void {
  closeSync(replaceFile(path, text))
  syncDirectory(dirname(path))
}

const { O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } = constants

/** Puts a whole file in the place of another, and leaves it open for appending. Where it throws, nothing has changed. */
export function replaceFile(path: string, text: string): number {
  // Two processes may write at once: the agent that runs, and a command beside it.
  const fresh = `${path}.${process.pid}.new`
  const file = openSync(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
    renameSync(fresh, path)
    return file
  } catch (error) {
    closeSync(file)
    // Half of it would only fill a full disk further.
    rmSync(fresh, { force: true })
    throw error
  }
}

/** Makes a rename or a new file in the directory survive a power cut; Windows has no such call. */
export function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
