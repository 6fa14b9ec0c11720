import { once } from 'node:events'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { handedOverDirectory, OpenQuestion } from '../../open-questions.ts'

/**
 * Between the agent and a user's helper: one connection a question, and it stands as long as the question does. The
 * agent says what is to be shown, in a line of JSON; the helper answers with another, whether it is shown.
 */
export const ToShow = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 1000 }),
  text: Type.String({ maxLength: 10_000 }),
  open: OpenQuestion,
})
export type ToShow = Static<typeof ToShow>

export const ShownAnswer = Type.Object({ shown: Type.Boolean() })

/** Where a helper listens, below its user's runtime directory. */
export const socketOf = (runtimeDirectory: string) => join(runtimeDirectory, handedOverDirectory, 'notify.sock')

const lineCharactersMax = 64 * 1024
const patienceMilliseconds = 15_000

export function sayLine(socket: Socket, value: object): void {
  socket.write(`${JSON.stringify(value)}\n`)
}

/** The first line that comes; undefined where none comes in time, or it is not of this kind. */
export async function readLine<Kind extends TSchema>(socket: Socket, kind: Kind): Promise<Static<Kind> | undefined> {
  let text = ''
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(patienceMilliseconds)])
  socket.once('close', () => ended.abort())
  socket.setEncoding('utf8')
  try {
    while (!text.includes('\n') && text.length <= lineCharactersMax) {
      const [part] = (await once(socket, 'data', { signal })) as [string]
      text += part
    }
    const value: unknown = JSON.parse(text.slice(0, text.indexOf('\n')))
    return Value.Check(kind, value) ? (value as Static<Kind>) : undefined
  } catch {
    return undefined
  }
}
