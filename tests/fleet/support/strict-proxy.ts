import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net'

/** A proxy as many companies have it: no large bodies, and what is silent for a while is cut. */
export interface StrictProxy {
  readonly url: string
  /** Connections that it cut, and why. */
  readonly cut: string[]
  close(): Promise<void>
}

/** Looks at the head of each request that begins a packet, which is how the agent sends them. */
export async function startStrictProxy(
  target: string,
  limits: { bodyBytesMax: number; idleMilliseconds: number },
): Promise<StrictProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const cut: string[] = []
  const proxy = createServer((near) => {
    const far = openSocket(Number(port), hostname)
    const timer = setTimeout(() => end('idle'), limits.idleMilliseconds)
    const end = (why: string) => {
      cut.push(why)
      near.destroy()
    }
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        clearTimeout(timer)
        sockets.delete(socket)
        other.destroy()
      })
      socket.on('data', (bytes: Buffer) => {
        timer.refresh()
        const length = socket === near && /^content-length: (\d+)/im.exec(bytes.toString('latin1'))?.[1]
        if (length && Number(length) > limits.bodyBytesMax) end(`a body of ${length} bytes`)
        else other.write(bytes)
      })
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
