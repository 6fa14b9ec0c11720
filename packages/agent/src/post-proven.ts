import { createHash, sign } from 'node:crypto'
import { parseServerMessage } from '@muster/core/agent/messages.ts'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import type { ProvenRequest } from '@muster/core/agent/requests.ts'
import { type HttpAnswer, postJson, problemOf } from './http-client.ts'
import { type Identity, readDeviceKey } from './state/identity.ts'
import type { StateDirectory } from './state/state-directory.ts'

interface Proof {
  readonly nonce: string
  readonly accountKeySha256: string
  readonly deviceId: string
  readonly generation: number
}

/** Posts, proven with the device's key over a nonce of the server, who is speaking. @throws where the server is away */
export async function postProven(
  state: StateDirectory,
  identity: Identity,
  path: string,
  toText: (proof: Proof) => string,
): Promise<HttpAnswer> {
  const challenge = await postJson(identity, agentPaths.challenge, {})
  const parsed = parseServerMessage(challenge.body.toString())
  if (!parsed.ok || parsed.message.type !== 'challenge') throw new Error(problemOf(challenge))
  const { nonce } = parsed.message
  const text = toText({
    nonce,
    accountKeySha256: createHash('sha256').update(Buffer.from(identity.account_key, 'base64url')).digest('hex'),
    deviceId: identity.device_id,
    generation: identity.generation,
  })
  const request: ProvenRequest = {
    protocol: agentProtocol,
    account: identity.account,
    device_id: identity.device_id,
    generation: identity.generation,
    nonce,
    signature: sign(null, Buffer.from(text), readDeviceKey(state, identity)).toString('base64url'),
  }
  return postJson(identity, path, request)
}
