import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net'
import pg from 'pg'

/** Stands between a server and its PostgreSQL, and can stop time there at a commit. */
export interface PostgresProxy {
  /** As the server is to reach the database. */
  readonly url: string
  /**
   * Resolves when the commit of the transaction that speaks of `text` has come by. It is `lost` before PostgreSQL hears
   * of it, or carried out without anybody being told; from then on that connection is silent.
   */
  holdCommitOf(text: string, fate: 'carried out' | 'lost'): Promise<void>
  close(): Promise<void>
}

/** `commit` as the driver sends it: a simple query. */
const commitMessage = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1')

export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new pg.Client({ connectionString: databaseUrl })
  const sockets = new Set<Socket>()
  let held: { text: string; fate: 'carried out' | 'lost'; seen: () => void } | undefined

  const proxy = createServer((near) => {
    const far = target.host.startsWith('/')
      ? openSocket(`${target.host}/.s.PGSQL.${target.port}`)
      : openSocket(target.port, target.host)
    let chosen = false
    let silent = false
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (silent) return
      chosen ||= held !== undefined && bytes.includes(held.text)
      if (!chosen || held === undefined || !bytes.equals(commitMessage)) return void far.write(bytes)
      silent = true
      const { fate, seen } = held
      held = undefined
      if (fate === 'carried out') far.write(bytes)
      seen()
    })
    far.on('data', (bytes) => {
      if (!silent) near.write(bytes)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))

  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((proxy.address() as AddressInfo).port)
  url.searchParams.delete('host')
  url.searchParams.delete('port')
  return {
    url: url.toString(),
    holdCommitOf: (text, fate) =>
      new Promise((resolve) => {
        held = { text, fate, seen: resolve }
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        proxy.close(() => resolve())
      }),
  }
}
