import { Readable } from 'node:stream'

const heartbeatMilliseconds = 15_000
/** Who reads slower than this much is written is sent away, and comes again with the last id. */
const waitingBytesMax = 8 * 1024 * 1024

export interface StreamedEvent {
  readonly event: string
  readonly data: object
  readonly id?: string
}

/** Server-sent events: comments keep the connection open, and `close` ends it. */
export class EventStream {
  readonly body: Readable
  readonly #heartbeat: NodeJS.Timeout
  #waitingBytes = 0
  #waiting: string[] = []
  #hungry = false

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
    this.#heartbeat = setInterval(() => this.#write(': \n\n'), heartbeatMilliseconds)
    this.#write(`retry: ${retryMilliseconds}\n\n`)
  }

  send({ event, data, id }: StreamedEvent): void {
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** What was sent still goes out. */
  close(): void {
    clearInterval(this.#heartbeat)
    this.#flush()
    this.body.push(null)
  }

  #write(text: string): void {
    if (this.body.destroyed || this.body.readableEnded) return
    this.#waitingBytes += text.length
    if (this.#waitingBytes > waitingBytesMax) {
      this.body.destroy()
      return
    }
    this.#waiting.push(text)
    this.#feed()
  }

  #feed(): void {
    if (!this.#hungry || this.#waiting.length === 0) return
    this.#hungry = false
    this.#flush()
  }

  #flush(): void {
    if (this.#waiting.length === 0) return
    const text = this.#waiting.join('')
    this.#waiting = []
    this.#waitingBytes = 0
    this.body.push(text)
  }
}
