import { addBenchAgents, openAgentSockets } from '../support/agent-sockets.ts'
import { send } from '../support/request.ts'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import type { BenchServer } from '../support/server.ts'
import { median } from '../support/statistics.ts'
import type { BenchFleet } from './fleet.ts'

const agentCount = 10_000
const connectingAtOnce = 200
const heldUpMaxMillis = 25

/** Commands to 10 000 connected agents: when the last one holds its own, and how long anybody else had to wait. */
export async function measureFanOut(server: BenchServer, fleet: BenchFleet, rounds: number): Promise<BenchResult[]> {
  const agents = await addBenchAgents(server.pool, fleet.accountId, agentCount)
  const sockets = openAgentSockets({ url: server.url, agents, count: agentCount })
  try {
    await sockets.connect(0, agentCount, connectingAtOnce)
    const lastOnes: number[] = []
    const quiet: number[] = []
    const heldUp: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      quiet.push(await longestWait(server, new Promise((resolve) => setTimeout(resolve, 500))))
      const all = sockets.commands(agentCount)
      const body = JSON.stringify({ types: 'fetch_agent_log', ids: agents.ids })
      const answered = send(`${server.url}/o/api/v3.3/devices/action`, { token: fleet.token, body })
      await answered
      const start = performance.now()
      const wait = await longestWait(server, all)
      lastOnes.push(performance.now() - start)
      heldUp.push(wait)
      await server.pool.query('update target set open = false, state = 9 where open')
    }
    return [
      measured(`answer until the last of ${agentCount} agents holds its command: median`, median(lastOnes), 'ms'),
      measured('longest wait of another user, nothing going on: median', median(quiet), 'ms'),
      atMost(
        `longest wait of another user while ${agentCount} commands go out: median`,
        median(heldUp),
        'ms',
        heldUpMaxMillis,
      ),
    ]
  } finally {
    sockets.breakAll()
  }
}

/** Another user asks again and again; the longest that one answer took until `end`. */
async function longestWait({ url }: BenchServer, end: Promise<unknown>): Promise<number> {
  let ended = false
  end.then(() => {
    ended = true
  })
  let longest = 0
  while (!ended) longest = Math.max(longest, (await send(`${url}/healthz`, { method: 'GET' })).millis)
  return longest
}
