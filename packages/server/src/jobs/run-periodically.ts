import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Metrics } from '../observe/metrics.ts'

export interface Job {
  readonly name: string
  readonly everySeconds: number
  /** Set-based, and harmless when several nodes run it at once. */
  readonly run: () => Promise<void>
}

/** Runs each job now and then every so often, one run at a time; a run that fails is logged, and tried again next time. */
export function runPeriodically(jobs: readonly Job[], { log, metrics }: { log: Logger; metrics: Metrics }) {
  const stopping = new AbortController()
  const loops = jobs.map((job) => loop(job, stopping.signal, { log, metrics }))
  return {
    async stop(): Promise<void> {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

async function loop(job: Job, signal: AbortSignal, { log, metrics }: { log: Logger; metrics: Metrics }): Promise<void> {
  while (!signal.aborted) {
    const start = performance.now()
    try {
      await job.run()
      metrics.countJob(job.name, 'done', (performance.now() - start) / 1000)
    } catch (error) {
      metrics.countJob(job.name, 'failed', (performance.now() - start) / 1000)
      log.error({ err: error, job: job.name }, 'job failed; it is tried again next time')
    }
    await wait(job.everySeconds * 1000, undefined, { signal }).catch(() => undefined)
  }
}
