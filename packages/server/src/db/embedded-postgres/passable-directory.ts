import { chmod, mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a directory, and what is missing above it, such that as root the server's user can pass through whatever the
 * umask; what was there before keeps its mode.
 */
export async function makePassableDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true })
  if (first === undefined) return
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700
  for (let path = resolve(directory); path.length >= first.length; path = dirname(path)) await chmod(path, mode)
}
