import { atLeast, type BenchResult, measured } from '../support/result.ts'
import { median } from '../support/statistics.ts'
import { openGraphileWorker, openPgBoss, type QueuePeer } from './peers.ts'
import { actOnAll, type Stage } from './stage.ts'

const warmUps = 1

/**
 * Commands a second through claim, acceptance and stored result, beside queues that take and complete as many jobs that
 * do nothing, on the same PostgreSQL. Putting them in is timed on neither side.
 */
export async function measureCompletion(stage: Stage, rounds: number): Promise<BenchResult[]> {
  const { count, server, load } = stage
  await server.pool.query('create database peers')
  const url = new URL(server.databaseUrl)
  url.pathname = '/peers'
  const peers: QueuePeer[] = [await openPgBoss(url.toString()), await openGraphileWorker(url.toString())]
  const ours: number[] = []
  const theirs = new Map<string, number[]>(peers.map(({ name }) => [name, []]))
  try {
    await load.ask({ do: 'answer', yes: true })
    for (let round = -warmUps; round < rounds; round += 1) {
      const all = load.ask<number>({ do: 'stored', count })
      const answeredAt = await actOnAll(stage, 'dhcprenew')
      const took = (await all) - answeredAt
      await checkAllDone(stage)
      if (round >= 0) ours.push(took)
      for (const peer of peers) {
        const millis = await peer.complete(count)
        if (round >= 0) theirs.get(peer.name)!.push(millis)
      }
    }
  } finally {
    for (const peer of peers) await peer.close()
  }
  const perSecond = (millis: readonly number[]) => (1000 * count) / median(millis)
  const rates = [...theirs].map(([name, millis]) => ({ name, rate: perSecond(millis) }))
  const faster = Math.max(...rates.map(({ rate }) => rate))
  return [
    ...rates.map(({ name, rate }) => measured(`${count} jobs taken and completed: ${name}`, rate, 'per s')),
    atLeast(`${count} commands claimed, accepted and done`, perSecond(ours), 'per s', faster),
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
