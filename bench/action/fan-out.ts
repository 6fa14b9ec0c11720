import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { WebSocket } from 'ws'
import { helloOf } from '../../tests/fleet/support/fake-agent.ts'
import { addTestDevices } from '../../tests/support/fleet.ts'
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
  const agents = await connectAgents(server, fleet)
  try {
    const lastOnes: number[] = []
    const quiet: number[] = []
    const heldUp: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      quiet.push(await longestWait(server, new Promise((resolve) => setTimeout(resolve, 500))))
      const all = agents.commandsHeard((round + 1) * agentCount)
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
    agents.close()
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

/** Agents of one key (making 10 000 is not what is measured here), each with its own device and connection. */
async function connectAgents({ url, pool }: BenchServer, { accountId }: BenchFleet) {
  const key = generateKeyPairSync('ed25519').privateKey
  const ids = Array.from({ length: agentCount }, (_, index) => `bench-agent-${index}`)
  await addTestDevices(
    pool,
    accountId,
    ids.map((deviceId) => ({
      deviceId,
      hwid: deviceId,
      abilities: ['dhcprenew', 'fetch_agent_log', 're-identify', 'scan_threats'],
    })),
  )
  const agentKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  await pool.query(`update device_record set agent_key = $1 where hwid like 'bench-agent-%'`, [agentKey])
  await pool.query('vacuum analyze device, device_record')
  const { rows } = await pool.query<{ key: Buffer }>(
    'select command_public_key as key from account where account_id = $1',
    [accountId],
  )
  const accountKey = rows[0]!.key.toString('base64url')
  let heard = 0
  let wake: () => void = () => undefined
  const sockets: WebSocket[] = []
  const connect = (deviceId: string) =>
    new Promise<void>((resolve, reject) => {
      const socket = new WebSocket(url.replace('http', 'ws') + agentPaths.socket, { perMessageDeflate: false })
      sockets.push(socket)
      socket.on('error', reject)
      socket.on('close', (code, reason) => reject(new Error(`the server closed an agent: ${code} ${reason}`)))
      socket.on('message', (data: Buffer) => {
        const text = data.toString('latin1')
        if (text.includes('"type":"command"')) {
          heard += 1
          wake()
        } else if (text.includes('"type":"challenge"')) {
          const { nonce } = JSON.parse(text) as { nonce: string }
          const identity = { account: accountId, device_id: deviceId, generation: 1, account_key: accountKey }
          socket.send(JSON.stringify(helloOf({ hwid: deviceId, key, identity: identity as never }, nonce)))
        } else if (text.includes('"type":"welcome"')) resolve()
      })
    })
  for (let start = 0; start < ids.length; start += connectingAtOnce) {
    await Promise.all(ids.slice(start, start + connectingAtOnce).map(connect))
  }
  return {
    ids,
    commandsHeard: (count: number) =>
      new Promise<void>((resolve) => {
        wake = () => {
          if (heard >= count) resolve()
        }
        wake()
      }),
    close() {
      for (const socket of sockets) {
        socket.removeAllListeners('close')
        socket.terminate()
      }
    },
  }
}
