import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** Sends JSON over a kept connection; returns the answer's bytes as they came and how long it took, in milliseconds. */
export function send(
  url: string,
  options: { method?: 'GET' | 'POST' | 'PUT'; token?: string; body?: string },
): Promise<{ bytes: Buffer; millis: number }> {
  const { method = 'POST', token, body } = options
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    }
    const sent = request(url, { method, agent, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const millis = performance.now() - start
        const bytes = Buffer.concat(chunks)
        if (answer.statusCode === 200 || answer.statusCode === 201) resolve({ bytes, millis })
        else reject(new Error(`${url} answered ${answer.statusCode}: ${bytes.toString().slice(0, 500)}`))
      })
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

export function closeConnections(): void {
  agent.destroy()
}
