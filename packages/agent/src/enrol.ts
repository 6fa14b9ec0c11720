import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { agentPaths, agentProtocol } from '@muster/core/agent/protocol.ts'
import { EnrolAnswer, type EnrolRequest } from '@muster/core/agent/requests.ts'
import { enrolText } from '@muster/core/agent/signed-texts.ts'
import { Value } from 'typebox/value'
import type { CommandHandler } from './handlers/handler.ts'
import { postJson, problemOf, type ServerAddress } from './http-client.ts'
import { readHardwareId } from './inventory/hwid.ts'
import { readAgentFacts, readInventory } from './inventory/read-inventory.ts'
import { lockState } from './state/agent-lock.ts'
import { adoptIdentity, type Identity, pendingKey, readIdentity } from './state/identity.ts'
import { findAgentHere } from './state/machine-presence.ts'
import type { StateDirectory } from './state/state-directory.ts'

export interface EnrolOptions {
  readonly state: StateDirectory
  readonly server: string
  readonly token: string
  readonly ca?: string | undefined
  /** Also where the device is enrolled: it becomes the next generation. */
  readonly again: boolean
  /** Also where an agent of another state directory runs here for the same server, whose enrolment this ends. */
  readonly replace?: boolean
  readonly handlers: readonly CommandHandler[]
}

/**
 * Makes a key on this device and exchanges the token for an identity. The key is kept before the question is asked, so
 * that asking again after a lost answer is the same enrolment. @throws with the remedy
 */
export async function enrol(options: EnrolOptions): Promise<Identity> {
  const { state, server, again } = options
  const lock = lockState(state.lock)
  try {
    const existing = again ? undefined : readIdentity(state)
    if (existing && !existing.retired && !existing.uninstall) {
      throw new Error(
        `This device is enrolled at ${existing.server} as ${existing.device_id}. To enrol it anew, add --again.`,
      )
    }
    if (!options.replace) await refuseSecond(state, server)
    const key = pendingKey(state)
    const answer = await ask(options, key)
    forgetOldEnrolment(state)
    return adoptIdentity(state, key, {
      server,
      ...(options.ca !== undefined && { ca: options.ca }),
      account: answer.account,
      device_id: answer.device_id,
      generation: answer.generation,
      account_key: answer.account_key,
      hwid: readHardwareId(state.file('hardware-id')),
      enrolled_at: new Date().toISOString(),
    })
  } finally {
    lock.release()
  }
}

/** One machine is one device: the server would end the other's enrolment. @throws where there is one */
async function refuseSecond(state: StateDirectory, server: string): Promise<void> {
  const other = await findAgentHere(readHardwareId(state.file('hardware-id')))
  if (other === undefined || other.state_directory === state.path || other.server !== server) return
  throw new Error(
    `On this machine an agent runs that is enrolled at ${server} as ${other.device_id} (process ${other.process_id}, ` +
      `state directory ${other.state_directory}). Enrolling this state directory would end that enrolment, because ` +
      'one machine is one device. To do so all the same, add --replace.',
  )
}

async function ask({ server, ca, token, state, handlers }: EnrolOptions, key: KeyObject): Promise<EnrolAnswer> {
  const hwid = readHardwareId(state.file('hardware-id'))
  const agent = await readAgentFacts(handlers)
  return askToEnrol({ server, ca }, { token, key, hwid, agent, inventory: readInventory() })
}

/** Exchanges a token for an identity; the key is proven, and stays here. @throws with the remedy */
export async function askToEnrol(
  address: ServerAddress,
  { token, key, ...facts }: Pick<EnrolRequest, 'token' | 'hwid' | 'agent' | 'inventory'> & { key: KeyObject },
): Promise<EnrolAnswer> {
  const { server } = address
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url')
  const tokenSha256 = createHash('sha256').update(token).digest('hex')
  const request: EnrolRequest = {
    protocol: agentProtocol,
    token,
    public_key: publicKey,
    proof: sign(null, Buffer.from(enrolText({ tokenSha256, publicKey, hwid: facts.hwid })), key).toString('base64url'),
    ...facts,
  }
  const answer = await postJson(address, agentPaths.enrol, request).catch((error: Error) => {
    throw new Error(`Cannot reach ${server}: ${error.message}. Check the URL, and that the server runs.`)
  })
  if (answer.status !== 200) throw new Error(`The server refused the enrolment: ${problemOf(answer)}`)
  const body: unknown = JSON.parse(answer.body.toString())
  if (!Value.Check(EnrolAnswer, body)) throw new Error(`${server} does not answer like a Muster server. Check the URL.`)
  return body
}

/** Commands of an older enrolment never run on this one. */
export function forgetOldEnrolment({ journal, reports }: StateDirectory): void {
  if (existsSync(journal)) rmSync(journal)
  for (const name of readdirSync(reports)) rmSync(join(reports, name), { force: true })
}
