import { chmod, mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a directory, and what is missing above it, such that as root the server's user can pass through whatever the
 * umask; what was there before keeps its mode.
 */
export async function makePassableDirectory(directory: string): Promise<void> {
  await makeMissing(resolve(directory), process.getuid?.() === 0 ? 0o711 : 0o700)
}

/** One level after the other: the recursive `mkdir` never ends below a file system that lets nobody make one. */
async function makeMissing(path: string, mode: number): Promise<void> {
  if (await isDirectory(path)) return
  if (dirname(path) !== path) await makeMissing(dirname(path), mode)
  try {
    await mkdir(path)
    await chmod(path, mode)
  } catch (error) {
    // Somebody else may have made it at this moment.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await isDirectory(path))) throw error
  }
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return found?.isDirectory() ?? false
}
