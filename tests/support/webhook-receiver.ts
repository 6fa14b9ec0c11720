import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedPost {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
  readonly body: any
}

export interface WebhookReceiver {
  readonly port: number
  readonly url: string
  /** All that came, in order; a test may empty it. */
  readonly received: ReceivedPost[]
  /** The next that comes. */
  next(): Promise<ReceivedPost>
  /** What is answered from now on: a status, with headers. */
  answer(status: number, headers?: Record<string, string>): void
  close(): Promise<void>
}

/** A receiver of webhooks on a free port of this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedPost[] = []
  const arrivals = new EventEmitter<{ post: [ReceivedPost] }>()
  let answer: [number, Record<string, string>] = [204, {}]
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const post = { path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) }
      received.push(post)
      response.writeHead(...answer).end()
      arrivals.emit('post', post)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    next: async () => (await once(arrivals, 'post'))[0] as ReceivedPost,
    answer: (status, headers = {}) => {
      answer = [status, headers]
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}
