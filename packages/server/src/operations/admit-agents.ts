import type { Hello, RefusalCode, Retired } from '@muster/core/agent/messages.ts'
import { agentProtocol } from '@muster/core/agent/protocol.ts'
import { enrolmentEndedText, helloText } from '@muster/core/agent/signed-texts.ts'
import { type EnrolledRow, findEnrolled } from '../db/agents/find-enrolled.ts'
import { connectDevices } from '../db/agents/presence.ts'
import type { Int8 } from '../db/pool.ts'
import type { AgentPeer } from './agent-caller.ts'
import { checkInDevices } from './check-in.ts'
import { isSignedBy } from './device-signature.ts'
import type { EnrolTools } from './enrol-device.ts'
import type { AccountRing } from './keyring.ts'
import { mutateAgain } from './mutate.ts'

/** Somebody who says to be a device; the nonce has been checked to be ours and fresh. */
export interface Candidate {
  readonly hello: Hello
  readonly from: AgentPeer
}

export type Admission =
  | { readonly kind: 'admitted'; readonly deviceKey: Int8; readonly connection: number }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string }
  | { readonly kind: 'retired'; readonly message: Retired }

/**
 * Lets in those who prove to be enrolled devices of the account, many at once: one look-up, one statement for their
 * connection numbers, a handful for what they report. Each is judged by itself; the order is that of the candidates.
 */
export async function admitAgents(
  tools: EnrolTools,
  accountId: number,
  candidates: readonly Candidate[],
): Promise<Admission[]> {
  const { services, keyring } = tools
  const ring = await keyring.of(accountId).catch(() => undefined)
  if (ring === undefined)
    return candidates.map(({ from, hello }) => refuse(tools, undefined, from, hello, 'no_such_account'))
  const ids = candidates.map(({ hello }) => hello.device_id)
  const devices = new Map((await findEnrolled(services.pool, accountId, ids)).map((row) => [row.device_id, row]))
  const verdicts = await Promise.all(
    candidates.map((candidate) => judge(tools, accountId, ring, candidate, devices.get(candidate.hello.device_id))),
  )
  const admitted = candidates.flatMap((candidate, index) => {
    const verdict = verdicts[index]!
    return verdict.kind === 'admitted' ? [{ ...candidate, deviceKey: verdict.deviceKey }] : []
  })
  // The same device twice in one batch: one connection number, the later one replaces the earlier.
  const latest = new Map(admitted.map((one) => [one.deviceKey, one]))
  if (latest.size === 0) return verdicts
  const reports = [...latest.values()].map(({ deviceKey, hello, from }) => ({
    deviceKey,
    generation: hello.generation,
    agent: hello.agent,
    inventory: hello.inventory,
    peer: from.peer,
  }))
  const connections = await mutateAgain(services, async ({ tx }) => {
    const numbers = await connectDevices(tx, accountId, [...latest.keys()], services.now())
    await checkInDevices(tx, accountId, reports)
    return numbers
  })
  return verdicts.map((verdict) =>
    verdict.kind === 'admitted' ? { ...verdict, connection: connections.get(verdict.deviceKey)! } : verdict,
  )
}

async function judge(
  tools: EnrolTools,
  accountId: number,
  ring: AccountRing,
  { hello, from }: Candidate,
  device: EnrolledRow | undefined,
): Promise<Admission> {
  if (hello.protocol !== agentProtocol) {
    const message = `This server speaks version ${agentProtocol} of the agent protocol; update the older side.`
    return { kind: 'refused', code: 'protocol_unsupported', message }
  }
  if (device === undefined) return refuse(tools, accountId, from, hello, 'unknown_device')
  // Only for an enrolment that has ended: whoever asks gets this signed, and it must not serve for a coming one.
  if (hello.generation < device.generation) {
    tools.refuse(from, {
      accountId,
      code: 'old_generation',
      deviceId: device.device_id,
      deviceKey: device.device_key,
      details: { generation: hello.generation, current: device.generation },
    })
    return { kind: 'retired', message: retirement(ring, device.device_id, hello.generation) }
  }
  if (device.agent_key === null) return refuse(tools, accountId, from, hello, 'no_agent', device.device_key)
  const text = helloText({
    nonce: hello.nonce,
    accountKeySha256: ring.publicKeySha256,
    deviceId: hello.device_id,
    generation: hello.generation,
  })
  const current = hello.generation === device.generation
  if (!current || !(await isSignedBy(device.agent_key, text, hello.signature))) {
    return refuse(tools, accountId, from, hello, 'wrong_key', device.device_key)
  }
  return { kind: 'admitted', deviceKey: device.device_key, connection: 0 }
}

/** The claimant learns no more than "no"; the audit entry says which it was. */
function refuse(
  tools: EnrolTools,
  accountId: number | undefined,
  from: AgentPeer,
  hello: Pick<Hello, 'device_id' | 'generation'>,
  code: string,
  deviceKey?: Int8,
): Admission {
  tools.refuse(from, {
    accountId,
    code,
    deviceId: hello.device_id,
    deviceKey,
    details: { generation: hello.generation },
  })
  const message = 'This server does not recognise the device. If it was enrolled elsewhere, enrol it here again.'
  return { kind: 'refused', code: 'not_recognised', message }
}

/** What tells an agent, under the key it pinned, that its enrolment is over. */
export function retirement(ring: AccountRing, deviceId: string, generation: number): Retired {
  return {
    type: 'retired',
    device_id: deviceId,
    generation,
    reason: 'This enrolment of the device has ended: the device was deleted, retired or enrolled anew.',
    signature: ring.sign(enrolmentEndedText({ deviceId, generation })),
  }
}
