import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import {
  type AgentMessage,
  type Command,
  type Hello,
  parseServerMessage,
  type ServerMessage,
} from '@muster/core/agent/messages.ts'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import type { EnrolAnswer, EnrolRequest } from '@muster/core/agent/requests.ts'
import { enrolText, helloText } from '@muster/core/agent/signed-texts.ts'
import { WebSocket } from 'ws'

/** An agent that a test leads by the hand: it says exactly what the test says, also what no real one would. */
export interface FakeAgent {
  readonly hwid: string
  readonly key: KeyObject
  readonly identity: EnrolAnswer
}

const fakeFacts: AgentFacts = {
  name: 'muster',
  version: '0.1.0',
  abilities: ['dhcprenew', 'fetch_agent_log', 're-identify', 'scan_threats'],
}

export function fakeInventory(over: Partial<Inventory> = {}): Inventory {
  return {
    hostname: 'fake',
    os: { family: 'linux', name: 'Debian GNU/Linux', version: '12', architecture: 'x64' },
    machine_type: 'server',
    user_name: 'root',
    network: [],
    ...over,
  }
}

export function makeKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey
}

export function enrolRequest(token: string, over: { key?: KeyObject; hwid?: string; inventory?: Inventory } = {}) {
  const { key = makeKey(), hwid = randomUUID(), inventory = fakeInventory() } = over
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url')
  const tokenSha256 = createHash('sha256').update(token).digest('hex')
  const request: EnrolRequest = {
    protocol: agentProtocol,
    token,
    public_key: publicKey,
    proof: sign(null, Buffer.from(enrolText({ tokenSha256, publicKey, hwid })), key).toString('base64url'),
    hwid,
    agent: fakeFacts,
    inventory,
  }
  return { request, key, hwid }
}

export async function post(base: string, path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> }
}

export async function enrolFake(
  base: string,
  token: string,
  over: { key?: KeyObject; hwid?: string; inventory?: Inventory } = {},
): Promise<FakeAgent> {
  const { request, key, hwid } = enrolRequest(token, over)
  const { status, body } = await post(base, agentPaths.enrol, request)
  if (status !== 200) throw new Error(`enrolment: ${status} ${JSON.stringify(body)}`)
  return { hwid, key, identity: body as unknown as EnrolAnswer }
}

export function helloOf({ key, identity }: FakeAgent, nonce: string, over: Partial<Hello> = {}): Hello {
  const accountKeySha256 = createHash('sha256').update(Buffer.from(identity.account_key, 'base64url')).digest('hex')
  const deviceId = over.device_id ?? identity.device_id
  const generation = over.generation ?? identity.generation
  const text = helloText({ nonce, accountKeySha256, deviceId, generation })
  return {
    type: 'hello',
    protocol: agentProtocol,
    account: identity.account,
    device_id: deviceId,
    generation,
    nonce,
    signature: sign(null, Buffer.from(text), key).toString('base64url'),
    agent: fakeFacts,
    inventory: fakeInventory(),
    ignores_unknown: true,
    ...over,
  }
}

/** The agent's end of one socket. */
export interface FakeSocket {
  readonly socket: WebSocket
  readonly heard: ServerMessage[]
  readonly closed: Promise<{ code: number; reason: string }>
  send(message: AgentMessage | string | object): void
  /** The next message of a type that no earlier call has taken. */
  next<Type extends ServerMessage['type']>(type: Type): Promise<Extract<ServerMessage, { type: Type }>>
  /** Ends the connection as a pulled cable would, without a goodbye. */
  cut(): void
}

const patienceMilliseconds = 15_000

export async function openSocket(base: string, headers: Record<string, string> = {}): Promise<FakeSocket> {
  const socket = new WebSocket(base.replace('http', 'ws') + agentPaths.socket, { headers, perMessageDeflate: false })
  const heard: ServerMessage[] = []
  const untaken: ServerMessage[] = []
  let wake: () => void = () => undefined
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() })
      wake()
    }),
  )
  socket.on('message', (data) => {
    const parsed = parseServerMessage(String(data))
    if (!parsed.ok) throw new Error(`the server said: ${String(data)}: ${parsed.problem}`)
    heard.push(parsed.message)
    untaken.push(parsed.message)
    wake()
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  return {
    socket,
    heard,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next(type) {
      const deadline = Date.now() + patienceMilliseconds
      for (;;) {
        const index = untaken.findIndex((message) => message.type === type)
        if (index >= 0) return untaken.splice(index, 1)[0] as never
        if (Date.now() > deadline) throw new Error(`no "${type}" came; heard: ${JSON.stringify(heard).slice(0, 2000)}`)
        if (socket.readyState === WebSocket.CLOSED)
          throw new Error(`closed before "${type}": ${JSON.stringify(heard).slice(0, 2000)}`)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 500)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    },
    cut: () => socket.terminate(),
  }
}

/** Connects and is welcomed. */
export async function connect(
  base: string,
  agent: FakeAgent,
  over: Partial<Hello> = {},
): Promise<FakeSocket & { connection: number; session: string }> {
  const socket = await openSocket(base)
  const { nonce } = await socket.next('challenge')
  socket.send(helloOf(agent, nonce, over))
  const { connection, session } = await socket.next('welcome')
  return { ...socket, connection, session }
}

export async function takeCommand(socket: FakeSocket): Promise<Command> {
  return socket.next('command')
}
