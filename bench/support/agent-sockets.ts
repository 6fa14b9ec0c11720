import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import type pg from 'pg'
import { WebSocket } from 'ws'
import { helloOf } from '../../tests/fleet/support/fake-agent.ts'
import { addTestDevices } from '../../tests/support/fleet.ts'

/** Enrolled devices that share one key: making thousands is not what is measured. Plain data, for other processes. */
export interface BenchAgents {
  readonly ids: readonly string[]
  readonly accountId: number
  readonly accountKey: string
  /** PEM. */
  readonly key: string
}

export async function addBenchAgents(pool: pg.Pool, accountId: number, count: number): Promise<BenchAgents> {
  const key = generateKeyPairSync('ed25519').privateKey
  const ids = Array.from({ length: count }, (_, index) => `bench-agent-${index}`)
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
  return {
    ids,
    accountId,
    accountKey: rows[0]!.key.toString('base64url'),
    key: String(key.export({ type: 'pkcs8', format: 'pem' })),
  }
}

export interface SocketOrder {
  readonly url: string
  /** Undefined: a bare server, where being connected is all. */
  readonly agents?: BenchAgents | undefined
  readonly count: number
}

/** Many connections of one process, told apart only by their numbers. */
export interface AgentSockets {
  /** Connects those of these numbers, so many at a time. Answers with the failed attempts, which were made again. */
  connect(from: number, to: number, atOnce: number): Promise<number>
  /** Resolves when so many commands more have come, with the moment of the last one. */
  commands(count: number): Promise<number>
  /** The same for results that the server has stored. */
  stored(count: number): Promise<number>
  /** Whether commands are accepted and done at once, or only looked at. */
  answerCommands(yes: boolean): void
  /** Every connection says something this often, spread evenly; answers with how to stop, which says how many it were. */
  beat(everyMilliseconds: number): () => number
  /** Some command as it came. */
  sample(): string
  breakAll(): void
}

const retryMilliseconds = 500

/** Moments that processes of one machine can compare: Unix time in milliseconds, with its fractions. */
export function moment(): number {
  return performance.timeOrigin + performance.now()
}

export function openAgentSockets({ url, agents, count }: SocketOrder): AgentSockets {
  const sockets = new Map<number, WebSocket>()
  const path = url.replace('http', 'ws') + (agents ? agentPaths.socket : '/')
  const key = agents && createPrivateKey(agents.key)
  const heard = { commands: createCounter(), stored: createCounter() }
  let answering = false
  let sample = ''

  function connectOne(index: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(path, { perMessageDeflate: false })
      sockets.set(index, socket)
      socket.on('error', reject)
      socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)))
      if (agents === undefined) socket.on('open', () => resolve())
      socket.on('message', (data: Buffer) => {
        // To parse each message would measure this process, not the server.
        const text = data.toString('latin1')
        if (text.includes('"type":"command"')) command(socket, text)
        else if (text.includes('"type":"stored"')) heard.stored.add()
        else if (text.includes('"type":"challenge"')) {
          const { nonce } = JSON.parse(text) as { nonce: string }
          const { accountId: account, accountKey: account_key, ids } = agents!
          const identity = { account, device_id: ids[index]!, generation: 1, account_key }
          const agent = { hwid: ids[index]!, key: key!, identity: identity as never }
          socket.send(JSON.stringify(helloOf(agent, nonce)))
        } else if (text.includes('"type":"welcome"')) resolve()
      })
    })
  }

  function command(socket: WebSocket, text: string): void {
    sample = text
    heard.commands.add()
    if (!answering) return
    const id = /"command_id":"([^"]+)"/.exec(text)![1]
    socket.send(`{"type":"accepted","command_id":"${id}"}`)
    socket.send(`{"type":"result","command_id":"${id}","state":"succeeded","data":{"done":true}}`)
  }

  async function connectSurely(index: number): Promise<number> {
    for (let failures = 0; ; failures += 1) {
      try {
        await connectOne(index)
        return failures
      } catch (error) {
        if (failures === 20) throw error
        await new Promise((resolve) => setTimeout(resolve, retryMilliseconds))
      }
    }
  }

  return {
    async connect(from, to, atOnce) {
      let next = from
      let failures = 0
      const lane = async () => {
        while (next < Math.min(to, count)) {
          next += 1
          failures += await connectSurely(next - 1)
        }
      }
      await Promise.all(Array.from({ length: Math.min(atOnce, to - from) }, lane))
      return failures
    },
    commands: (more) => heard.commands.wait(more),
    stored: (more) => heard.stored.wait(more),
    answerCommands(yes) {
      answering = yes
    },
    beat(everyMilliseconds) {
      let beats = 0
      let at = 0
      const order = [...sockets.values()]
      const startedAt = performance.now()
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - startedAt) / everyMilliseconds) * order.length)
        for (; at < due; at += 1) {
          order[at % order.length]!.send('{"type":"heartbeat"}')
          beats += 1
        }
      }, 20)
      return () => {
        clearInterval(timer)
        return beats
      }
    },
    sample: () => sample,
    breakAll() {
      for (const socket of sockets.values()) socket.terminate()
      sockets.clear()
    },
  }
}

/** Wakes whoever waits for so many more; what nobody waits for is not counted. */
function createCounter() {
  let missing = 0
  let wake: ((at: number) => void) | undefined
  return {
    add() {
      missing -= 1
      if (missing === 0) wake?.(moment())
    },
    wait: (count: number) =>
      new Promise<number>((resolve) => {
        missing = count
        wake = resolve
      }),
  }
}
