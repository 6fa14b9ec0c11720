import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { ClamdAddress } from './clamd-configuration.ts'

const answerCharactersMax = 4096

export interface Question {
  /** Without its `z` and NUL. */
  readonly command: 'PING' | 'VERSION' | 'INSTREAM'
  /** Of INSTREAM: what to look into. */
  readonly content?: AsyncIterable<Buffer>
  /** Silence of so long is an error. */
  readonly silenceMilliseconds: number
  readonly signal?: AbortSignal
}

/**
 * One command over one connection, and its answer without the NUL. A clamd that has heard enough answers and hangs up in
 * the middle of a stream: that answer counts.
 * @throws where it cannot be reached, falls silent, or says nothing; the signal's reason where it is aborted
 */
export async function askClamd(address: ClamdAddress, question: Question): Promise<string> {
  const { signal, silenceMilliseconds } = question
  signal?.throwIfAborted()
  const socket = connect(address)
  const abort = () => socket.destroy()
  signal?.addEventListener('abort', abort, { once: true })
  let answer = ''
  let problem: Error | undefined
  socket.setEncoding('utf8')
  socket.setTimeout(silenceMilliseconds, () => socket.destroy(new Error('clamd does not answer')))
  socket.on('data', (text: string) => {
    if (answer.length < answerCharactersMax) answer += text
  })
  socket.on('error', (error) => {
    problem = error
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  try {
    socket.write(`z${question.command}\0`)
    if (question.content) await send(socket, question.content, closed)
    await closed
  } finally {
    signal?.removeEventListener('abort', abort)
    socket.destroy()
  }
  signal?.throwIfAborted()
  const text = answer.split('\0')[0]!.trim()
  if (text === '') throw problem ?? new Error('clamd closed the connection without an answer')
  return text
}

/** Each piece after its length, four bytes of it; a length of zero ends them. */
async function send(socket: Socket, content: AsyncIterable<Buffer>, closed: Promise<void>): Promise<void> {
  for await (const piece of content) {
    if (piece.length === 0) continue
    // Reading comes first: a write to a clamd that hung up would throw its answer away.
    await setImmediate()
    if (!socket.writable) return
    const length = Buffer.alloc(4)
    length.writeUInt32BE(piece.length)
    socket.write(length)
    if (socket.write(piece)) continue
    const over = new AbortController()
    await Promise.race([once(socket, 'drain', { signal: over.signal }).catch(() => undefined), closed])
    over.abort()
  }
  if (socket.writable) socket.write(Buffer.alloc(4))
}
