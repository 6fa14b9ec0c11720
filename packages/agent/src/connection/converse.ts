import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { AgentFacts, Inventory } from '@muster/core/agent/inventory.ts'
import type { AgentMessage, Challenge, Hello, Retired, ServerMessage, Welcome } from '@muster/core/agent/messages.ts'
import { agentProtocol } from '@muster/core/agent/protocol.ts'
import { enrolmentEndedText, helloText } from '@muster/core/agent/signed-texts.ts'
import type { Identity } from '../state/identity.ts'
import type { Link, OpenLink } from './link.ts'

export interface Speaker {
  readonly identity: Enrolment & Pick<Identity, 'server' | 'ca'>
  readonly deviceKey: KeyObject
  readonly agent: AgentFacts
  readonly inventory: () => Inventory
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
  readonly retired?: Retired
}

/** Proves who we are and then hands over what the server says; believes an end of the enrolment only when it is signed. */
export function converse(
  speaker: Speaker,
  open: OpenLink,
  on: { welcome(welcome: Welcome, say: (message: AgentMessage) => void): void; message(message: ServerMessage): void },
): Conversation {
  const { identity } = speaker
  let welcome: Welcome | undefined
  let retired: Retired | undefined
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
          if (isTheEnd(identity, message)) retired = message
          return
        default:
          if (welcome !== undefined) on.message(message)
      }
    },
    closed: ({ problem, proxy }) =>
      end({ problem: refusal ?? problem, proxy: proxy && refusal === undefined, ...(retired && { retired }) }),
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
  { identity, deviceKey, agent, inventory }: Omit<Speaker, 'identity'> & { readonly identity: Enrolment },
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
  }
}

/** Whether the account whose key we pinned really says that this enrolment is over. */
export function isTheEnd(identity: Enrolment, { device_id, generation, signature }: Retired): boolean {
  if (device_id !== identity.device_id || generation !== identity.generation) return false
  const text = enrolmentEndedText({ deviceId: device_id, generation })
  return verify(null, Buffer.from(text), readAccountKey(identity), Buffer.from(signature, 'base64url'))
}

/** The key that was pinned at enrolment. */
export function readAccountKey({ account_key }: Pick<Identity, 'account_key'>): KeyObject {
  return createPublicKey({ key: Buffer.from(account_key, 'base64url'), format: 'der', type: 'spki' })
}
