import { randomBytes } from 'node:crypto'
import { link, open, rename, unlink } from 'node:fs/promises'
import { createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { socketPathBytesMax } from './socket-directory.ts'

const lockName = 'supervisor.lock'

/** Another process runs the database of this directory. */
export class DirectoryInUseError extends Error {
  override name = 'DirectoryInUseError'
  /** The process that holds the directory; undefined when it did not answer in time. */
  readonly pid: number | undefined
  constructor(directory: string, pid: number | undefined) {
    super(
      `The database in ${directory} is in use by ${pid ? `process ${pid}` : 'another process'}. ` +
        'Stop that one first, or choose another directory with MUSTER_DATA_DIR.',
    )
    this.pid = pid
  }
}

/**
 * Takes a directory for this process. The lock is a listening socket: the kernel ends it with its process, however
 * that ends, it is seen from other containers that share the directory, and whoever finds it taken can ask by whom.
 */
export async function lockDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  const handle = await open(directory)
  const base = shortNameOf(directory, handle.fd)
  const server = createServer((socket) => socket.on('error', () => socket.destroy()).end(`${process.pid}\n`))
  const ownName = `${lockName}.${process.pid}.${randomBytes(4).toString('hex')}`
  const release = async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()))
    await handle.close()
  }
  try {
    await listen(server, join(base, ownName))
    // It listens under a name of its own before it gets the common one: a lock that does not answer is dead.
    await takeName(directory, base, ownName)
    await unlink(join(directory, ownName))
  } catch (error) {
    await unlink(join(directory, ownName)).catch(() => undefined)
    await release()
    throw error
  }
  server.unref()
  return {
    release: async () => {
      await unlink(join(directory, lockName)).catch(() => undefined)
      await release()
    },
  }
}

async function takeName(directory: string, base: string, ownName: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    try {
      await link(join(directory, ownName), join(directory, lockName))
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = await askHolder(join(base, lockName))
    if (holder === 'dead') await removeDeadLock(directory, base)
    else if (holder === 'ending') await delay(50)
    else throw new DirectoryInUseError(directory, holder.pid)
  }
  throw new DirectoryInUseError(directory, undefined)
}

// Moved aside first and asked again: between our look and our move, another starter may have put its own there.
// (Two servers on one directory are out of the question even then: PostgreSQL has a lock of its own.)
async function removeDeadLock(directory: string, base: string): Promise<void> {
  const aside = `${lockName}.dead.${randomBytes(4).toString('hex')}`
  try {
    await rename(join(directory, lockName), join(directory, aside))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const holder = await askHolder(join(base, aside))
  if (holder !== 'dead') await link(join(directory, aside), join(directory, lockName)).catch(() => undefined)
  await unlink(join(directory, aside)).catch(() => undefined)
}

// A connection that stands without an answer is to a busy or halted process, alive; one that breaks, to one that is
// just ending.
function askHolder(path: string): Promise<{ pid: number | undefined } | 'ending' | 'dead'> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = createConnection(path)
    socket.setTimeout(3_000, () => {
      socket.destroy()
      resolve({ pid: undefined })
    })
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('end', () => resolve(answer === '' ? 'ending' : { pid: Number.parseInt(answer, 10) }))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve('dead')
      else if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('ending')
      else reject(error)
    })
  })
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

// Socket addresses are short; Linux lets a deep directory be named by an open handle.
function shortNameOf(directory: string, descriptor: number): string {
  const longest = join(directory, `${lockName}.4194304.00000000`)
  if (Buffer.byteLength(longest) <= socketPathBytesMax || process.platform !== 'linux') return directory
  return `/proc/self/fd/${descriptor}`
}
