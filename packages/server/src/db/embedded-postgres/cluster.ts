import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Identity } from './identity.ts'
import { type Programs, programEnvironment } from './programs.ts'

export const superuser = 'muster'

/** The major version that made the data, undefined where there are none yet. */
export async function readClusterMajor(dataDirectory: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8'), 10)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code !== 'EACCES') throw error
    throw new Error(
      `The data in ${dataDirectory} belong to another user: start as that user or as root, or give them away with chown -R`,
      { cause: error },
    )
  }
}

/** Makes a new cluster. The directory gets its name when all is written: a first start cut short leaves no half of one. */
export async function createCluster(options: {
  programs: Programs
  dataDirectory: string
  identity: Identity
  durable: boolean
}): Promise<void> {
  const { programs, dataDirectory, identity } = options
  await removePartials(dataDirectory)
  const partial = `${dataDirectory}.new.${randomBytes(4).toString('hex')}`
  await mkdir(partial, { mode: 0o700 })
  try {
    if (identity) await chown(partial, identity.uid, identity.gid)
    await runInitdb(
      programs,
      [...initdbArguments(programs.major, partial), ...(options.durable ? [] : ['--no-sync'])],
      identity,
    )
    await rename(partial, dataDirectory)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
    throw new Error(
      `${dataDirectory} holds something, but no PostgreSQL data. Move it away, or choose another directory.`,
    )
  }
}

// Of first starts that were cut short.
async function removePartials(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dirname(dataDirectory))) {
    if (!name.startsWith(`${basename(dataDirectory)}.new.`)) continue
    await rm(join(dirname(dataDirectory), name), { recursive: true, force: true }).catch(() => undefined)
  }
}

function initdbArguments(major: number, directory: string): string[] {
  // Sorting by code point, the same on every machine; and case that knows all of Unicode.
  const locale =
    major >= 17
      ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
      : ['--locale=C', `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`]
  // Whoever can enter the socket's directory is let in; nothing listens elsewhere.
  const access = ['--auth-local=trust', '--auth-host=reject']
  return ['-D', directory, '-U', superuser, '--encoding=UTF8', ...locale, ...access]
}

function runInitdb(programs: Programs, args: string[], identity: Identity): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(programs.initdb, args, {
      ...identity,
      cwd: '/',
      env: programEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-4096)
      })
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`PostgreSQL's initdb ended with ${signal ?? code}:\n${output.trim()}`))
    })
  })
}
