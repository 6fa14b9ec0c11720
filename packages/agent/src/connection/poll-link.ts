import { type AgentMessage, parseServerMessage } from '@muster/core/agent/messages.ts'
import { agentPaths } from '@muster/core/agent/protocol.ts'
import { PollAnswer, type PollRequest } from '@muster/core/agent/requests.ts'
import { Value } from 'typebox/value'
import { postJson, problemOf } from '../http-client.ts'
import type { OpenLink } from './link.ts'

const waitSecondsMax = 25
/** After so long the agent tries a socket again. */
const lifetimeMilliseconds = 10 * 60_000
const farewellMilliseconds = 3000
/** What is said at nearly the same time goes in one call. */
const gatherMilliseconds = 20
const messagesMax = 500

/** The conversation by asking: each call hands over what is to be said and waits for what there is to hear. */
export const openPollLink: OpenLink = (address, events) => {
  const abort = new AbortController()
  const saying: AgentMessage[] = []
  let session: string | undefined
  let leaving = false
  let waitSeconds = waitSecondsMax
  let cutWait: (() => void) | undefined

  async function converse(): Promise<void> {
    hear([await call(agentPaths.challenge, {})])
    // The hello is what the agent said to the challenge.
    const [hello] = saying.splice(0, 1)
    if (hello === undefined) return
    let { messages, cursor } = toPage(await call(agentPaths.session, hello))
    const ends = Date.now() + lifetimeMilliseconds
    hear(messages)
    while (session !== undefined && Date.now() < ends && !(leaving && saying.length === 0)) {
      const said = saying.splice(0, messagesMax)
      // Only a call that hands nothing over waits: it may be cut short, and nothing is lost with it.
      const wait = leaving || said.length > 0 ? 0 : waitSeconds
      const page = await poll({ messages: said, after: cursor, wait_seconds: wait })
      if (page === undefined) continue
      ;({ messages, cursor } = page)
      hear(messages)
    }
  }

  async function poll(request: PollRequest): Promise<PollAnswer | undefined> {
    const cut = new AbortController()
    cutWait = request.wait_seconds > 0 ? () => cut.abort() : undefined
    try {
      return toPage(await call(agentPaths.poll, request, AbortSignal.any([abort.signal, cut.signal])))
    } catch (error) {
      if (cut.signal.aborted && !abort.signal.aborted) return undefined
      throw error
    } finally {
      cutWait = undefined
    }
  }

  async function call(path: string, body: object, signal = abort.signal): Promise<unknown> {
    const headers = session === undefined ? {} : { authorization: `Bearer ${session}` }
    const answer = await postJson(address, path, body, {
      headers,
      signal,
      silenceMilliseconds: (waitSecondsMax + 15) * 1000,
    })
    if (answer.status !== 200) throw new Error(problemOf(answer))
    return JSON.parse(answer.body.toString())
  }

  function hear(messages: readonly unknown[]): void {
    for (const message of messages) {
      const parsed = parseServerMessage(message)
      if (!parsed.ok && parsed.unknown !== undefined) {
        events.unknown(parsed.unknown)
        continue
      }
      if (!parsed.ok) throw new Error(`the server sent what this agent does not understand: ${parsed.problem}`)
      if (parsed.message.type === 'welcome' || parsed.message.type === 'session') session = parsed.message.session
      // Each call is a sign of life, and one is due every so often.
      if (parsed.message.type === 'welcome') waitSeconds = Math.min(waitSecondsMax, parsed.message.heartbeat_seconds)
      events.message(parsed.message)
    }
  }

  const conversation = Promise.resolve()
    .then(converse)
    .then(
      () => 'the poll ended',
      (error: Error) => error.message,
    )
    .then((problem) => events.closed({ problem, proxy: false }))
  return {
    transport: 'poll',
    send(message) {
      saying.push(message)
      setTimeout(() => cutWait?.(), gatherMilliseconds)
    },
    async close() {
      leaving = true
      cutWait?.()
      const timer = setTimeout(() => abort.abort(), farewellMilliseconds)
      await conversation
      clearTimeout(timer)
    },
  }
}

/** A page of messages, or the one message that the server answered instead. */
function toPage(answer: unknown): PollAnswer {
  return Value.Check(PollAnswer, answer) ? answer : { messages: [answer], cursor: 0 }
}
