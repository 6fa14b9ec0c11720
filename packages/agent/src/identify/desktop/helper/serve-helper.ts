import { once } from 'node:events'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { bodyOf } from '../lead-page.ts'
import { handOver } from './hand-over.ts'
import { showNotification } from './notification.ts'
import { readLine, sayLine, socketOf, ToShow } from './protocol.ts'

export interface HelperOptions {
  /** The user's own, such as `/run/user/1000`. */
  readonly runtimeDirectory: string
  /** Listens already: systemd's socket. Then the helper ends once nothing is asked for this long. */
  readonly activated?: { readonly fd: number; readonly idleMilliseconds: number } | undefined
}

export interface Helper {
  /** Takes back what is shown. */
  close(): void
}

/**
 * Shows to one user, in that user's own session, what the agent is to ask; resolves once it listens, with undefined where
 * another helper of this user listens. What reaches the socket has passed the runtime directory, which lets in only its
 * user, root, and who may read everything, as the agent may.
 */
export async function serveHelper({ runtimeDirectory, activated }: HelperOptions): Promise<Helper | undefined> {
  const path = socketOf(runtimeDirectory)
  const open = new Set<Socket>()
  let idle: NodeJS.Timeout | undefined
  const waitForNext = () => {
    clearTimeout(idle)
    if (activated && open.size === 0) idle = setTimeout(() => server.close(), activated.idleMilliseconds)
  }
  const server = createServer((socket) => {
    open.add(socket)
    clearTimeout(idle)
    socket.on('error', () => undefined)
    socket.once('close', () => {
      open.delete(socket)
      waitForNext()
    })
    showWhileOpen(socket, dirname(path)).catch(() => socket.destroy())
  })
  if (!activated) {
    if (await isServed(path)) return undefined
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    rmSync(path, { force: true })
  }
  server.listen(activated ? { fd: activated.fd } : { path })
  await once(server, 'listening')
  // To connect takes the right to write; the directories keep everybody else away.
  if (!activated) chmodSync(path, 0o666)
  waitForNext()
  return {
    close() {
      server.close()
      clearTimeout(idle)
      for (const socket of open) socket.destroy()
    },
  }
}

async function showWhileOpen(socket: Socket, directory: string): Promise<void> {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const wanted = await readLine(socket, ToShow)
  if (wanted === undefined) return void socket.destroy()
  const handed = handOver(directory, wanted.open)
  try {
    const shown = await showNotification(wanted.title, bodyOf(wanted.text, handed.page))
    sayLine(socket, { shown: shown !== undefined })
    if (shown === undefined) socket.end()
    await gone
    await shown?.takeBack()
  } finally {
    handed.remove()
  }
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
