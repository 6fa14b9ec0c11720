import { createHash, createPrivateKey, sign, verify } from 'node:crypto'
import { type Farewell, parseServerMessage } from '@muster/core/agent/messages.ts'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import type { ProvenRequest } from '@muster/core/agent/requests.ts'
import {
  enrolAnewText,
  enrolmentEndedText,
  renewedText,
  uninstalledText,
  uninstallText,
} from '@muster/core/agent/signed-texts.ts'
import { postJson, problemOf } from '../http-client.ts'
import { newKey } from './enrol-individual.ts'
import type { Individual } from './identities.ts'
import { noteError } from './measures.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** What becomes of a device whose enrolment is over. */
export interface Afterwards {
  readonly individual: Individual
  readonly next: 'at once' | 'enrol anew' | 'never'
  /** In the place of everybody's, for a machine that is told to enrol as a device of its own. */
  readonly token?: string
}

/** Believed only when the account that it obeys has signed it; undefined where it has not. */
export function takeFarewell(
  world: World,
  before: Individual,
  message: Farewell,
  random: Random,
): Afterwards | undefined {
  const { counts } = world.measures
  if (!isGenuine(world, before, message)) {
    noteError(world.measures, `a false "${message.type}"`, { expected: false })
    return undefined
  }
  const individual = afterFarewell(before, message)
  world.identities.put(individual)
  if (message.type === 'renewed') return { individual, next: 'at once' }
  if (message.type === 'uninstall') {
    counts.uninstalled += 1
    confirmUninstall(world, before).catch((error: Error) =>
      noteError(world.measures, `an uninstall was not confirmed: ${error.message}`, { expected: true }),
    )
  } else counts.retired += 1
  if (message.type === 'enrol_anew') return { individual, next: 'enrol anew', token: message.token }
  return { individual, next: random.chance(world.knobs.reEnrol) ? 'enrol anew' : 'never' }
}

/** Whether the account whose key the agent pinned really says this, of this enrolment. */
function isGenuine(world: World, { enrolment }: Individual, message: Farewell): boolean {
  const { device_id: deviceId, generation } = message
  if (enrolment === undefined || deviceId !== enrolment.device_id || generation !== enrolment.generation) return false
  const signature = Buffer.from(message.signature, 'base64url')
  return verify(null, Buffer.from(textOf(message)), world.accountKeyOf(enrolment), signature)
}

function textOf(message: Farewell): string {
  const { device_id: deviceId, generation } = message
  switch (message.type) {
    case 'retired':
      return enrolmentEndedText({ deviceId, generation })
    case 'uninstall':
      return uninstallText({ deviceId, generation })
    case 'renewed':
      return renewedText({ deviceId, generation, renewedAs: message.renewed_as })
    case 'enrol_anew':
      return enrolAnewText({
        deviceId,
        generation,
        tokenSha256: createHash('sha256').update(message.token).digest('hex'),
      })
  }
}

/** Who the device is afterwards: the next generation of itself, or nobody until it enrols, with a new key. */
function afterFarewell({ index, hwid, key, server, enrolment }: Individual, message: Farewell): Individual {
  if (message.type === 'renewed' && enrolment !== undefined) {
    return { index, hwid, key, ...(server && { server }), enrolment: { ...enrolment, generation: message.renewed_as } }
  }
  return { index, hwid, key: newKey() }
}

/** Tells the server that the agent removes itself. @throws what the server, or the line, had against it */
async function confirmUninstall(world: World, { key, enrolment }: Individual): Promise<void> {
  const { account, device_id, generation, account_key } = enrolment!
  const challenge = await postJson(world.address, agentPaths.challenge, {})
  const parsed = parseServerMessage(challenge.body.toString())
  if (!parsed.ok || parsed.message.type !== 'challenge') throw new Error(problemOf(challenge))
  const { nonce } = parsed.message
  const accountKeySha256 = createHash('sha256').update(Buffer.from(account_key, 'base64url')).digest('hex')
  const text = uninstalledText({ nonce, accountKeySha256, deviceId: device_id, generation })
  const deviceKey = createPrivateKey({ key: Buffer.from(key, 'base64url'), format: 'der', type: 'pkcs8' })
  const signature = sign(null, Buffer.from(text), deviceKey).toString('base64url')
  const request: ProvenRequest = { protocol: agentProtocol, account, device_id, generation, nonce, signature }
  const answer = await postJson(world.address, agentPaths.uninstalled, request)
  if (answer.status !== 200) throw new Error(problemOf(answer))
}
