import { Readable } from 'node:stream'

const heartbeatMilliseconds = 15_000
/** Who lags behind by so much from one heartbeat to the next, and by more each time, comes again with the last id. */
const waitingBytesMax = 8 * 1024 * 1024
/** So much is handed over at a time: the rest waits here, in texts that all who watch share. */
const pieceBytesMax = 256 * 1024

export interface StreamedEvent {
  readonly event: string
  readonly data: object
  readonly id?: string
}

export function formatEvent({ event, data, id }: StreamedEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/**
 * Server-sent events: comments keep the connection open, and `close` ends it. However much is sent at once reaches a
 * reader that reads; one that takes nothing from one heartbeat to the next is sent away.
 */
export class EventStream {
  readonly body: Readable
  readonly #heartbeat: NodeJS.Timeout
  #waiting: string[] = []
  #waitingBytes = 0
  #waitedBytes = 0
  #hasTaken = true
  #hungry = false
  #closing = false

  constructor({ retryMilliseconds, onEnd }: { retryMilliseconds: number; onEnd: () => void }) {
    this.body = new Readable({
      read: () => {
        this.#hungry = true
        this.#feed()
      },
      destroy: (error, done) => {
        clearInterval(this.#heartbeat)
        onEnd()
        done(error)
      },
    })
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMilliseconds)
    this.send(`retry: ${retryMilliseconds}\n\n`)
  }

  /** The text of one or more events. */
  send(text: string): void {
    if (this.#closing || this.body.destroyed) return
    this.#waiting.push(text)
    this.#waitingBytes += text.length
    this.#feed()
  }

  /** What was sent still goes out. */
  close(): void {
    if (this.#closing || this.body.destroyed) return
    this.#closing = true
    if (this.#waiting.length === 0) this.body.push(null)
  }

  #beat(): void {
    const lags = this.#waitingBytes > waitingBytesMax && this.#waitingBytes > this.#waitedBytes
    if (this.#waiting.length > 0 && (!this.#hasTaken || (lags && this.#waitedBytes > waitingBytesMax))) {
      this.body.destroy()
      return
    }
    this.#hasTaken = false
    this.#waitedBytes = this.#waitingBytes
    this.send(': \n\n')
  }

  #feed(): void {
    if (!this.#hungry || this.#waiting.length === 0) return
    this.#hungry = false
    this.#hasTaken = true
    let count = 0
    let bytes = 0
    while (count < this.#waiting.length && bytes < pieceBytesMax) bytes += this.#waiting[count++]!.length
    this.#waitingBytes -= bytes
    this.body.push(this.#waiting.splice(0, count).join(''))
    if (this.#closing && this.#waiting.length === 0) this.body.push(null)
  }
}
