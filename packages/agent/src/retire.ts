import { createHash, sign } from 'node:crypto'
import { parseServerMessage } from '@muster/core/agent/messages.ts'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import type { RetireRequest } from '@muster/core/agent/requests.ts'
import { retireText } from '@muster/core/agent/signed-texts.ts'
import { postJson, problemOf } from './http-client.ts'
import { readDeviceKey, readIdentity, writeIdentity } from './state/identity.ts'
import type { StateDirectory } from './state/state-directory.ts'

/** Tells the server that this device leaves. A running agent is told by the server, and ends. @throws with the remedy */
export async function retire(state: StateDirectory): Promise<void> {
  const identity = readIdentity(state)
  if (identity === undefined || identity.retired) throw new Error(`This device is not enrolled (${state.path}).`)
  const challenge = await postJson(identity, agentPaths.challenge, {}).catch((error: Error) => {
    throw new Error(`Cannot reach ${identity.server}: ${error.message}. Try again when the server runs.`)
  })
  const parsed = parseServerMessage(challenge.body.toString())
  if (!parsed.ok || parsed.message.type !== 'challenge') throw new Error(problemOf(challenge))
  const { nonce } = parsed.message
  const text = retireText({
    nonce,
    accountKeySha256: createHash('sha256').update(Buffer.from(identity.account_key, 'base64url')).digest('hex'),
    deviceId: identity.device_id,
    generation: identity.generation,
  })
  const request: RetireRequest = {
    protocol: agentProtocol,
    account: identity.account,
    device_id: identity.device_id,
    generation: identity.generation,
    nonce,
    signature: sign(null, Buffer.from(text), readDeviceKey(state, identity)).toString('base64url'),
  }
  const answer = await postJson(identity, agentPaths.retire, request)
  if (answer.status !== 200) throw new Error(`The server refused: ${problemOf(answer)}`)
  writeIdentity(state, {
    ...identity,
    retired: { at: new Date().toISOString(), reason: 'It was retired on the device.' },
  })
}
