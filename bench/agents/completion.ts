import { atLeast, atMost, type BenchResult, measured } from '../support/result.ts'
import { median, pairedRatio } from '../support/statistics.ts'
import { openEngine } from './engine.ts'
import { openGraphileWorker, openPgBoss, type QueuePeer } from './peers.ts'
import { actOnAll, type Stage } from './stage.ts'

// The first rounds compile and plan, ours and theirs.
const warmUps = 3

const ratioMax = 3

/**
 * Commands a second through claim, acceptance and stored result. Beside queues that take and complete as many jobs that
 * do nothing, on the same PostgreSQL: the engine alone, as they have no devices on the other side of a network either.
 * And the whole way, with the agents, beside a bare server that is told as much as ours and stores nothing of it.
 * Putting them in is timed nowhere.
 */
export async function measureCompletion(stage: Stage, rounds: number): Promise<BenchResult[]> {
  const { count, server, load, bare, bareLoad } = stage
  await server.pool.query('create database peers')
  const url = new URL(server.databaseUrl)
  url.pathname = '/peers'
  const engine = await openEngine(server.pool, server.databaseUrl, count)
  const peers: QueuePeer[] = [await openPgBoss(url.toString()), await openGraphileWorker(url.toString())]
  const queues = [engine, ...peers]
  const pairs: { ours: number; bare: number }[] = []
  const took = new Map<QueuePeer, number[]>(queues.map((queue) => [queue, []]))
  try {
    await load.ask({ do: 'answer', yes: true })
    await bareLoad.ask({ do: 'answer', yes: true })
    for (let round = -warmUps; round < rounds; round += 1) {
      const all = load.ask<number>({ do: 'stored', count })
      const answeredAt = await actOnAll(stage, 'dhcprenew')
      const ours = (await all) - answeredAt
      await checkAllDone(stage)
      const text = await load.ask<string>({ do: 'sample' })
      const heard = bareLoad.ask<number>({ do: 'stored', count })
      const startedAt = await bare.ask<number>({ do: 'tell', text })
      if (round >= 0) pairs.push({ ours, bare: (await heard) - startedAt })
      else await heard
      for (const queue of queues) {
        const millis = await queue.complete(count)
        if (round >= 0) took.get(queue)!.push(millis)
      }
    }
  } finally {
    await bareLoad.ask({ do: 'answer', yes: false })
    for (const queue of queues) await queue.close()
  }
  const perSecond = (millis: readonly number[]) => (1000 * count) / median(millis)
  const rates = peers.map((peer) => ({ name: peer.name, rate: perSecond(took.get(peer)!) }))
  const faster = Math.max(...rates.map(({ rate }) => rate))
  const { ratio, low, high } = pairedRatio(pairs)
  const whole = `${count} agents accept and do their commands`
  return [
    ...rates.map(({ name, rate }) => measured(`${count} jobs taken and completed: ${name}`, rate, 'per s')),
    atLeast(
      `${count} commands claimed, accepted and done: ${engine.name}`,
      perSecond(took.get(engine)!),
      'per s',
      faster,
    ),
    measured(`${whole}: the whole way`, perSecond(pairs.map(({ ours }) => ours)), 'per s'),
    measured(`${whole}: bare ws, the same words`, perSecond(pairs.map((pair) => pair.bare)), 'per s'),
    atMost(`${whole}: ratio of times [${low.toFixed(2)}, ${high.toFixed(2)}]`, ratio, '×', ratioMax),
  ]
}

/** A fast wrong end is no end. */
async function checkAllDone({ server, count }: Stage): Promise<void> {
  const { rows } = await server.pool.query<{ done: number }>(
    `select count(*)::int as done from target where not open and result is not null`,
  )
  if (rows[0]!.done !== count) throw new Error(`${rows[0]!.done} of ${count} commands have their result`)
  await server.pool.query('delete from target')
  await server.pool.query('vacuum target')
}
