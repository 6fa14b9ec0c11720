import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ownNames, type StateDirectory } from './state-directory.ts'

/**
 * Removes what an agent has put into its state directory, its identity last, so that one that is killed in between knows
 * at its next start what it was doing. Whatever else lies there stays, and the directory with it: `--state-dir` may have
 * been anything. True where the directory is gone.
 */
export function removeOwnFiles(state: StateDirectory): boolean {
  for (const name of readdirSync(state.path)) {
    const path = state.file(name)
    if (path !== state.identity) removeOwn(path, name)
  }
  rmSync(state.identity, { force: true })
  return removeEmpty(state.path)
}

function removeOwn(path: string, name: string): void {
  // A link to a directory is no directory: nothing beyond it is touched.
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const inside = ownNames.directories.find((directory) => directory.name.test(name))?.inside
    if (inside === undefined) return
    for (const file of readdirSync(path)) if (inside.test(file)) rmIfFile(join(path, file))
    removeEmpty(path)
  } else if (ownNames.files.test(name)) rmIfFile(path)
}

function rmIfFile(path: string): void {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { force: true })
}

function removeEmpty(path: string): boolean {
  try {
    rmdirSync(path)
    return true
  } catch {
    // Not empty, or its parent is not ours to write: an empty directory harms nobody.
    return false
  }
}
