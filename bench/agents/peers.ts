import { EventEmitter } from 'node:events'
import { Logger, run, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { PgBoss } from 'pg-boss'

/** Another queue on PostgreSQL, set up as its manual says for many small jobs. */
export interface QueuePeer {
  readonly name: string
  /** Puts in so many jobs; answers with the milliseconds from the first take to the last completion stored. */
  complete(count: number): Promise<number>
  close(): Promise<void>
}

const takenAtOnce = 1000
const concurrentJobs = 10

export async function openPgBoss(url: string): Promise<QueuePeer> {
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 4 })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.createQueue('bench')
  return {
    name: 'pg-boss',
    async complete(count) {
      await boss.insert(
        'bench',
        Array.from({ length: count }, (_, number) => ({ data: { number } })),
      )
      const start = performance.now()
      let done = 0
      const lane = async () => {
        for (;;) {
          const jobs = await boss.fetch('bench', { batchSize: takenAtOnce })
          if (jobs.length === 0) return
          await boss.complete(
            'bench',
            jobs.map(({ id }) => id),
          )
          done += jobs.length
        }
      }
      await Promise.all([lane(), lane()])
      const millis = performance.now() - start
      if (done !== count) throw new Error(`pg-boss completed ${done} of ${count}`)
      await boss.deleteAllJobs('bench')
      return millis
    },
    close: () => boss.stop({ graceful: false }),
  }
}

export async function openGraphileWorker(url: string): Promise<QueuePeer> {
  const pgPool = new pg.Pool({ connectionString: url, max: concurrentJobs + 2 })
  pgPool.on('error', () => undefined)
  pgPool.on('connect', (client) => void client.on('error', () => undefined))
  const logger = new Logger(() => () => undefined)
  await runMigrations({ pgPool, logger })
  return {
    name: 'graphile-worker',
    async complete(count) {
      await pgPool.query(
        `select graphile_worker.add_jobs(array(
           select json_populate_record(null::graphile_worker.job_spec,
             json_build_object('identifier', 'bench', 'payload', json_build_object('number', number)))
           from generate_series(1, $1) as number))`,
        [count],
      )
      const events = new EventEmitter()
      let done = 0
      const all = new Promise<void>((resolve) => {
        events.on('job:complete', () => {
          done += 1
          if (done === count) resolve()
        })
      })
      const start = performance.now()
      const runner = await run({
        pgPool,
        logger,
        events,
        noHandleSignals: true,
        taskList: { bench: () => undefined },
        preset: {
          worker: {
            concurrentJobs,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      })
      await all
      const millis = performance.now() - start
      await runner.stop()
      const { rows } = await pgPool.query<{ left: number }>('select count(*)::int as left from graphile_worker.jobs')
      if (rows[0]!.left > 0) throw new Error(`graphile-worker left ${rows[0]!.left} jobs`)
      return millis
    },
    close: () => pgPool.end(),
  }
}
