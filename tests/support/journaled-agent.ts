import { setTimeout as delay } from 'node:timers/promises'
import type { ServerMessage } from '@muster/core/agent/messages.ts'
import { connect, type FakeAgent, type FakeSocket } from '../fleet/support/fake-agent.ts'

/**
 * An agent without a machine: it connects again whenever its connection ends, carries out each command once, whatever
 * comes how often, and says a result until the server has stored it.
 */
export interface JournaledAgent {
  /** How often each command had its effect. */
  readonly effects: ReadonlyMap<string, number>
  /** Commands whose result the server said to have stored. */
  readonly stored: ReadonlySet<string>
  isConnected(): boolean
  /** Says all results that are not stored yet; it does so now and then by itself. */
  sayAgain(): void
  stop(): Promise<void>
}

const pauseMilliseconds = 50
const sayAgainMilliseconds = 500

export function runJournaledAgent(
  url: string,
  agent: FakeAgent,
  { mayReport = () => true }: { mayReport?: () => boolean } = {},
): JournaledAgent {
  const effects = new Map<string, number>()
  const stored = new Set<string>()
  let socket: FakeSocket | undefined
  let stopping = false

  const say = (message: object) => socket?.send(message)
  const report = (id: string) => {
    // The answer is for `re-identify`: without a fitting one it fails.
    const data = { done: true, identity: { name: 'Journal' } }
    if (mayReport()) say({ type: 'result', command_id: id, state: 'succeeded', data })
  }
  const sayAgain = () => {
    for (const id of effects.keys()) if (!stored.has(id)) report(id)
  }

  function hear(message: ServerMessage): void {
    if (message.type === 'stored') for (const id of message.command_ids) stored.add(id)
    if (message.type !== 'command') return
    const id = message.command_id
    if (!effects.has(id)) {
      effects.set(id, 1)
      say({ type: 'accepted', command_id: id })
    }
    report(id)
  }

  async function converse(): Promise<void> {
    const connected = await connect(url, agent)
    socket = connected
    for (const message of connected.heard) hear(message)
    connected.socket.on('message', (data) => hear(JSON.parse(String(data)) as ServerMessage))
    sayAgain()
    await connected.closed
  }

  const life = (async () => {
    while (!stopping) {
      await converse().catch(() => delay(pauseMilliseconds))
      socket = undefined
    }
  })()
  const sayingAgain = setInterval(sayAgain, sayAgainMilliseconds)

  return {
    effects,
    stored,
    sayAgain,
    isConnected: () => socket !== undefined,
    async stop() {
      stopping = true
      clearInterval(sayingAgain)
      socket?.cut()
      await life
    },
  }
}
