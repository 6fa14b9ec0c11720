import { type AgentMessage, Hello, parseAgentMessage } from '@muster/core/agent/messages.ts'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import { PollRequest } from '@muster/core/agent/requests.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Route, RouteAnswer, RouteRequest } from '../route.ts'
import { fromRequest, openSession, type SessionTools } from './open-session.ts'
import { createPollTransport, type PollTransport } from './poll-transport.ts'
import type { AgentSession } from './session.ts'
import type { SocketTools } from './socket.ts'

/** The same conversation as on a socket, for agents behind a proxy that lets none through. */
export function pollRoutes(tools: SocketTools & SessionTools): Route[] {
  const { desk, nonces, refuse, now } = tools
  const transports = new WeakMap<AgentSession, PollTransport>()

  async function challenge(): Promise<RouteAnswer> {
    const server_time = Math.floor(now().getTime() / 1000)
    return answer({ type: 'challenge', protocol: agentProtocol, nonce: nonces.issue(), server_time })
  }

  async function session({ body, ...request }: RouteRequest): Promise<RouteAnswer> {
    const hello = body as Hello
    const from = fromRequest(request)
    if (!nonces.take(hello.nonce)) {
      refuse(from, { accountId: undefined, code: 'nonce_refused', deviceId: hello.device_id })
      return answer({ type: 'refused', code: 'nonce_refused', message: 'The nonce was used or is too old.' })
    }
    const admission = await desk.admit(hello, from)
    if (admission.kind === 'refused')
      return answer({ type: 'refused', code: admission.code, message: admission.message })
    if (admission.kind === 'dismissed') return answer(admission.message)
    let opened: AgentSession | undefined
    const transport = createPollTransport(() => opened && desk.gone(opened))
    opened = await desk.open(hello, admission, from, transport)
    transports.set(opened, transport)
    const { texts, cursor } = await transport.take(0, 0, request.signal)
    return page(texts, cursor)
  }

  async function poll(request: RouteRequest): Promise<RouteAnswer> {
    const { messages, after, wait_seconds } = request.body as PollRequest
    const facts = await openSession(tools, request)
    const found = desk.hub.find(facts.accountId, facts.deviceKey)
    const transport = found && transports.get(found)
    if (found === undefined || transport === undefined || found.connection !== facts.connection) {
      throw new Refusal('invalid_token', 'This session is over; say hello again.')
    }
    for (const message of messages.map(parse)) desk.receive(found, message)
    found.heardAt = now().getTime()
    const { texts, cursor } = await transport.take(after, wait_seconds * 1000, request.signal)
    found.heardAt = now().getTime()
    return page(texts, cursor)
  }

  const common = { method: 'POST', access: { kind: 'public' }, tag: 'agents' } as const
  return [
    { ...common, path: agentPaths.challenge, summary: 'A nonce for a hello', handle: challenge },
    { ...common, path: agentPaths.session, summary: 'Says hello without a socket', body: Hello, handle: session },
    {
      ...common,
      path: agentPaths.poll,
      summary: 'Hands over messages and waits for others',
      body: PollRequest,
      bodyBytesMax: 1024 * 1024,
      handle: poll,
    },
  ]
}

function parse(input: unknown): AgentMessage {
  const parsed = parseAgentMessage(input)
  if (!parsed.ok) throw invalidField('messages', parsed.problem)
  return parsed.message
}

const answer = (body: object): RouteAnswer => ({ status: 200, headers: noStore, body })

/** The messages are JSON already. */
const page = (texts: readonly string[], cursor: number): RouteAnswer => ({
  status: 200,
  headers: noStore,
  contentType: 'application/json',
  body: `{"messages":[${texts.join(',')}],"cursor":${cursor}}`,
})

const noStore = { 'cache-control': 'no-store' }
