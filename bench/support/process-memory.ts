import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Proportional set size of a process in KiB, when two looks after a full garbage collection agree; undefined where the
 * system does not tell. `errors` is what the process has written to its error output so far: there it says under which
 * address its inspector listens.
 */
export async function readSettledMemory(pid: number, errors: () => Promise<string>): Promise<number | undefined> {
  let before = Number.POSITIVE_INFINITY
  for (let look = 0; look < 20; look += 1) {
    await collectGarbage(pid, errors)
    await delay(300)
    const now = await readProportionalSize(pid)
    if (now === undefined) return undefined
    if (Math.abs(before - now) < 0.005 * now) return now
    before = now
  }
  return before
}

async function readProportionalSize(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes)
}

/** Through the inspector, which SIGUSR1 starts; both sides of a comparison carry it. */
async function collectGarbage(pid: number, errors: () => Promise<string>): Promise<void> {
  let address: string | undefined
  for (let attempt = 0; address === undefined; attempt += 1) {
    address = /Debugger listening on (ws:\/\/\S+)/.exec(await errors())?.[1]
    if (address !== undefined) break
    if (attempt === 0) process.kill(pid, 'SIGUSR1')
    if (attempt === 100) throw new Error('the inspector of the process did not start')
    await delay(50)
  }
  const socket = new WebSocket(address!)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error('the inspector of the process does not answer'))
  })
  for (let id = 1; id <= 2; id += 1) {
    const done = new Promise((resolve) => {
      socket.onmessage = resolve
    })
    socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await done
  }
  socket.close()
}
