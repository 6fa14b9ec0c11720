import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { isSea } from 'node:sea'
import { addUp, type Measures } from './measures.ts'
import type { FromWorker, ToWorker } from './run-slice.ts'
import { type SliceOrder, startSlice } from './slice.ts'

/** The whole simulation: in this process, or spread over several. */
export interface Fleet {
  measures(): Measures
  /** Milliseconds since anything but a heartbeat happened. */
  quietFor(): number
  /** Rejects when a worker process dies. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

/** The word by which a worker process is started; not for people. */
export const workerCommand = 'simulate-worker'

export async function startFleet(order: SliceOrder, { workers }: { workers: number }): Promise<Fleet> {
  if (workers <= 1) {
    const slice = await startSlice(order)
    const never = new Promise<never>(() => undefined)
    return { measures: () => slice.measures, quietFor: slice.quietFor, failed: never, stop: slice.stop }
  }
  const parts = Array.from({ length: workers }, (_, number) => startWorker(sliceOf(order, number, workers)))
  const failed = Promise.race(parts.map((part) => part.failed))
  failed.catch(() => undefined)
  await Promise.race([Promise.all(parts.map(({ started }) => started)), failed])
  return {
    measures: () => addUp(parts.flatMap(({ latest }) => latest.measures ?? [])),
    quietFor: () => Math.min(...parts.map(({ latest }) => latest.quietFor ?? 0)),
    failed,
    stop: async () => void (await Promise.all(parts.map((part) => part.stop()))),
  }
}

function sliceOf(order: SliceOrder, number: number, workers: number): SliceOrder {
  const size = order.to - order.from
  return {
    ...order,
    from: order.from + Math.floor((size * number) / workers),
    to: order.from + Math.floor((size * (number + 1)) / workers),
    connectAtOnce: Math.max(1, Math.ceil(order.connectAtOnce / workers)),
  }
}

function startWorker(order: SliceOrder) {
  const program = isSea() ? [] : [...process.execArgv, process.argv[1]!]
  const child = spawn(process.execPath, [...program, workerCommand], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const part = {
    latest: {} as FromWorker,
    started: once(child, 'message'),
    failed: failureOf(child),
    stop: () => stopWorker(child),
  }
  part.failed.catch(() => undefined)
  child.on('message', (message: FromWorker) => {
    part.latest = message
  })
  child.send({ start: order } satisfies ToWorker)
  return part
}

async function failureOf(child: ChildProcess): Promise<never> {
  let problem: string | undefined
  let stopped = false
  child.on('message', (message: FromWorker) => {
    problem ??= message.problem
    stopped ||= message.stopped === true
  })
  const [code, signal] = await once(child, 'exit')
  if (stopped) return new Promise<never>(() => undefined)
  throw new Error(problem ?? `A worker process of the simulation ended (${signal ?? code}).`)
}

async function stopWorker(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.send({ stop: true } satisfies ToWorker)
  await gone
}
