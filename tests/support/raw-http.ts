import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly headers: string
  readonly body: string
}

/**
 * Sends these bytes as they are and waits until the server closes; the first response, undefined where none came. With
 * `breakOff` the client goes away at once, as one does that dies in the middle of a body.
 */
export function sendRaw(url: string, bytes: Buffer, { breakOff = false } = {}): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => void (breakOff ? socket.end(bytes) : socket.write(bytes)))
    socket.on('data', (chunk) => void chunks.push(chunk))
    // A server that has answered may close before it has read all.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('utf8'))))
  })
}

function parseAnswer(text: string): RawAnswer | undefined {
  const head = /^HTTP\/1\.1 (\d{3}) [\s\S]*?\r\n\r\n/.exec(text)
  if (head === null) return undefined
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head[0])?.[1] ?? 0)
  const body = Buffer.from(text.slice(head[0].length)).subarray(0, length).toString()
  return { status: Number(head[1]), headers: head[0], body }
}
