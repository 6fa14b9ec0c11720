import { createHash, type KeyObject, sign } from 'node:crypto'
import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import type { AgentMessage, Challenge, Farewell, Hello, ServerMessage, Welcome } from '@muster/core/agent/messages.ts'
import { agentProtocol } from '@muster/core/agent/protocol.ts'
import { helloText } from '@muster/core/agent/signed-texts.ts'
import type { Identity } from '../state/identity.ts'
import { isBelieved } from './farewell.ts'
import type { Link, OpenLink } from './link.ts'

export interface Speaker {
  readonly identity: Enrolment & Pick<Identity, 'server' | 'ca'>
  readonly deviceKey: KeyObject
  readonly agent: AgentFacts
  readonly inventory: () => Inventory
  /** Which start of the agent it is. */
  readonly run?: string
  /** The latest one before that the server let in. */
  readonly formerRun?: string | undefined
}

/** The part of an identity that proves itself and knows whom to believe. */
export type Enrolment = Pick<Identity, 'account' | 'device_id' | 'generation' | 'account_key'>

export interface Conversation {
  readonly link: Link
  /** Set once the server has let us in. */
  readonly welcome: Welcome | undefined
  readonly ended: Promise<ConversationEnd>
}

export interface ConversationEnd {
  readonly problem: string
  readonly proxy: boolean
  readonly farewell?: Farewell
}

/** Proves who we are and then hands over what the server says; believes an end of the enrolment only when it is signed. */
export function converse(
  speaker: Speaker,
  open: OpenLink,
  on: {
    welcome(welcome: Welcome, say: (message: AgentMessage) => void): void
    message(message: ServerMessage): void
    unknown(type: string): void
  },
): Conversation {
  const { identity } = speaker
  let welcome: Welcome | undefined
  let farewell: Farewell | undefined
  let refusal: string | undefined
  let end: (end: ConversationEnd) => void
  const ended = new Promise<ConversationEnd>((resolve) => {
    end = resolve
  })
  const link = open(identity, {
    message(message) {
      switch (message.type) {
        case 'challenge':
          return link.send(makeHello(speaker, message))
        case 'welcome':
          welcome = message
          return on.welcome(message, (said) => link.send(said))
        case 'refused':
          refusal = message.message
          return
        case 'retired':
        case 'uninstall':
        case 'renewed':
        case 'enrol_anew':
          if (isBelieved(identity, message)) farewell = message
          return
        default:
          if (welcome !== undefined) on.message(message)
      }
    },
    unknown: (type) => on.unknown(type),
    closed: ({ problem, proxy }) =>
      end({ problem: refusal ?? problem, proxy: proxy && refusal === undefined, ...(farewell && { farewell }) }),
  })
  return {
    link,
    ended,
    get welcome() {
      return welcome
    },
  }
}

/** The answer to a challenge: who we are, proven for this server's nonce and the account's key that we pinned. */
export function makeHello(
  {
    identity,
    deviceKey,
    agent,
    inventory,
    run,
    formerRun,
  }: Omit<Speaker, 'identity'> & { readonly identity: Enrolment },
  { nonce }: Pick<Challenge, 'nonce'>,
): Hello {
  const text = helloText({
    nonce,
    accountKeySha256: createHash('sha256').update(Buffer.from(identity.account_key, 'base64url')).digest('hex'),
    deviceId: identity.device_id,
    generation: identity.generation,
  })
  return {
    type: 'hello',
    protocol: agentProtocol,
    account: identity.account,
    device_id: identity.device_id,
    generation: identity.generation,
    nonce,
    signature: sign(null, Buffer.from(text), deviceKey).toString('base64url'),
    agent,
    inventory: inventory(),
    ignores_unknown: true,
    ...(run !== undefined && { run }),
    ...(formerRun !== undefined && { former_run: formerRun }),
  }
}
