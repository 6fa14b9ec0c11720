import { lstatSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import type { Notice } from '../notice.ts'
import { namesIn, runtimeRoot } from '../notify-send.ts'
import { whoIsAtTheDesk } from './at-the-desk.ts'
import { readLine, ShownAnswer, sayLine, socketOf } from './protocol.ts'

export interface TellOptions {
  /** Somebody was told who was not there at the beginning. */
  told(uid: number): void
}

export interface Told {
  /** Who is shown it now. */
  uids(): number[]
  withdraw(): void
}

const lookAgainMilliseconds = 5000
/** A helper that showed nothing, as no desktop is there to show it, is asked again ever more seldom. */
const askAgainMillisecondsMax = 5 * 60_000

interface Helper {
  readonly uid: number
  readonly path: string
}

/**
 * Has the helpers of the users at the desk show it, and looks again and again for others that come while it is asked: a
 * user who signs in, a desktop that is started anew. With the connections goes what they show.
 */
export async function tellHelpers(notice: Notice, { told }: TellOptions): Promise<Told> {
  const connections = new Map<number, Socket>()
  const refused = new Map<number, { again: number; wait: number }>()
  let isOver = false

  async function tell({ uid, path }: Helper): Promise<boolean> {
    const socket = connect({ path })
    connections.set(uid, socket)
    socket.on('error', () => undefined)
    socket.once('close', () => connections.delete(uid))
    sayLine(socket, notice)
    const answer = await readLine(socket, ShownAnswer)
    if (answer?.shown) {
      refused.delete(uid)
      return true
    }
    socket.destroy()
    const wait = Math.min((refused.get(uid)?.wait ?? lookAgainMilliseconds) * 2, askAgainMillisecondsMax)
    refused.set(uid, { again: Date.now() + wait, wait })
    return false
  }

  async function look(): Promise<number[]> {
    const isDue = ({ uid }: Helper) => !connections.has(uid) && (refused.get(uid)?.again ?? 0) <= Date.now()
    const helpers = findHelpers().filter(isDue)
    if (helpers.length === 0) return []
    const own = process.getuid?.() || undefined
    const present = await whoIsAtTheDesk()
    if (isOver) return []
    const wanted = helpers.filter(({ uid }) => uid === own || present.includes(uid))
    const shown = await Promise.all(wanted.map(async (helper) => ((await tell(helper)) ? [helper.uid] : [])))
    return shown.flat()
  }

  const shown = new Set(await look())
  const lookAgain = async () => {
    for (const uid of await look()) {
      shown.add(uid)
      told(uid)
    }
    if (!isOver) timer = setTimeout(() => void lookAgain(), lookAgainMilliseconds).unref()
  }
  let timer = setTimeout(() => void lookAgain(), lookAgainMilliseconds).unref()
  return {
    uids: () => [...shown].filter((uid) => connections.has(uid)),
    withdraw() {
      isOver = true
      clearTimeout(timer)
      for (const socket of connections.values()) socket.end()
    },
  }
}

/**
 * Sockets that only their user can have put there: all that leads to them is that user's, and closed to others. Which a
 * user opens to others, or leads elsewhere, is none.
 */
function findHelpers(): Helper[] {
  return namesIn(runtimeRoot)
    .filter((name) => /^\d{1,10}$/.test(name))
    .flatMap((name) => {
      const uid = Number(name)
      const directory = join(runtimeRoot, name)
      const path = socketOf(directory)
      const isOwn = (at: string) => statOf(at)?.uid === uid
      const isClosed = ((statOf(directory)?.mode ?? 0o077) & 0o077) === 0
      const helps = isClosed && isOwn(directory) && isOwn(dirname(path)) && isOwn(path) && statOf(path)!.isSocket()
      return helps ? [{ uid, path }] : []
    })
}

function statOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
