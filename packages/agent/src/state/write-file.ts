import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Replaces a file, readable by its owner alone: after a crash there is the old text or the new one, never half. */
export function writeFileDurably(path: string, text: string): void {
  // Two processes may write at once: the agent that runs, and a command beside it.
  const fresh = `${path}.${process.pid}.new`
  const file = openSync(fresh, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(fresh, path)
  syncDirectory(dirname(path))
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
