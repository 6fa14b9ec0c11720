import type { Measures } from './measures.ts'
import { type Slice, type SliceOrder, startSlice } from './slice.ts'

/** What a worker process and the one that started it say to each other. */
export type ToWorker = { readonly start: SliceOrder } | { readonly stop: true }
export interface FromWorker {
  readonly measures?: Measures
  readonly quietFor?: number
  readonly stopped?: boolean
  readonly problem?: string
}

const reportMilliseconds = 250

/** The life of a worker process: it simulates what it is told, and reports until it is stopped. */
export function runSlice(): void {
  let slice: Promise<Slice> | undefined
  let timer: NodeJS.Timeout | undefined
  const say = (message: FromWorker) => process.send?.(message)
  const report = ({ measures, quietFor }: Slice, stopped = false) => say({ measures, quietFor: quietFor(), stopped })
  const stop = async () => {
    clearInterval(timer)
    const running = await slice
    await running?.stop()
    if (running) report(running, true)
    process.disconnect?.()
  }
  process.on('message', (message: ToWorker) => {
    if ('stop' in message) return void stop()
    slice = startSlice(message.start)
    slice.then(
      (running) => {
        timer = setInterval(() => report(running), reportMilliseconds)
      },
      (error: Error) => {
        say({ problem: error.message })
        process.disconnect?.()
      },
    )
  })
  // Ctrl-C reaches all processes of a terminal; the first one decides.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
  process.on('disconnect', () => process.exit())
}
