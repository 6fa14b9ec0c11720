import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * For what there is one of on a machine, such as an installed package: test files run beside each other. Held until
 * released, or the process ends. A name in Linux's abstract socket space, of which nothing is left behind.
 */
export async function lockMachine(name: string): Promise<{ release(): void }> {
  if (process.platform !== 'linux') return { release: () => undefined }
  for (;;) {
    const server = createServer()
    const isOurs = await new Promise<boolean>((resolve, reject) => {
      server.once('listening', () => resolve(true))
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      )
      server.listen(`\0muster-test-${name}`)
    })
    if (isOurs) return { release: () => void server.close() }
    await delay(100)
  }
}
