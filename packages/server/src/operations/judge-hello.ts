import type { Hello } from '@muster/core/agent/messages.ts'
import { agentProtocol } from '@muster/core/agent/protocol.ts'
import { helloText } from '@muster/core/agent/signed-texts.ts'
import type { EndedEnrolmentRow } from '../db/agents/ended-enrolments.ts'
import type { ConnectingRow } from '../db/agents/find-enrolled.ts'
import type { Int8 } from '../db/pool.ts'
import type { Candidate, Turned } from './admission.ts'
import type { AgentPeer } from './agent-caller.ts'
import { isSignedBy } from './device-signature.ts'
import type { EnrolTools } from './enrol-device.ts'
import { renewal, retirement } from './farewells.ts'
import { judgeEndedEnrolment } from './judge-ended-enrolment.ts'
import type { AccountRing } from './keyring.ts'

/** What a hello turned out to be; all but the refused and the dismissed have proven that they hold the device's key. */
export type HelloVerdict =
  | { readonly kind: 'proven'; readonly device: ConnectingRow }
  /** Its device was deleted: it comes back, or its agent is to remove itself. */
  | { readonly kind: 'return' | 'uninstall'; readonly device: ConnectingRow }
  | Turned

export interface HelloFacts {
  readonly accountId: number
  readonly ring: AccountRing
  readonly device: ConnectingRow | undefined
  /** Where the hello is of an enrolment that a deletion ended. */
  readonly ended: EndedEnrolmentRow | undefined
  readonly now: Date
}

export async function judgeHello(
  tools: EnrolTools,
  { hello, from }: Candidate,
  { accountId, ring, device, ended, now }: HelloFacts,
): Promise<HelloVerdict> {
  if (hello.protocol !== agentProtocol) {
    const message = `This server speaks version ${agentProtocol} of the agent protocol; update the older side.`
    return { kind: 'refused', code: 'protocol_unsupported', message }
  }
  const refuse = (code: string) => refuseHello(tools, accountId, from, hello, code, device?.device_key)
  if (device === undefined) return refuse('unknown_device')
  const signed = (key: Buffer) =>
    isSignedBy(
      key,
      helloText({
        nonce: hello.nonce,
        accountKeySha256: ring.publicKeySha256,
        deviceId: hello.device_id,
        generation: hello.generation,
      }),
      hello.signature,
    )
  if (hello.generation < device.generation) {
    if (ended !== undefined) {
      if (!(await signed(ended.agent_key))) return refuse('wrong_key')
      const verdict = judgeEndedEnrolment(ended, {
        hasAgent: device.agent_key !== null,
        generation: device.generation,
        now,
      })
      if (verdict === 'uninstall' || verdict === 'return') return { kind: verdict, device }
      if (verdict === 'renewed') {
        const message = renewal(ring, device.device_id, hello.generation, ended.returned_as!)
        return { kind: 'dismissed', message }
      }
    }
    // Only for an enrolment that has ended: whoever asks gets this signed, and it must not serve for a coming one.
    tools.refuse(from, {
      accountId,
      code: 'old_generation',
      deviceId: device.device_id,
      deviceKey: device.device_key,
      details: { generation: hello.generation, current: device.generation },
    })
    return { kind: 'dismissed', message: retirement(ring, device.device_id, hello.generation) }
  }
  if (device.agent_key === null) return refuse('no_agent')
  if (hello.generation !== device.generation || !(await signed(device.agent_key))) return refuse('wrong_key')
  return { kind: 'proven', device }
}

/** The claimant learns no more than "no"; the audit entry says which it was. */
export function refuseHello(
  tools: EnrolTools,
  accountId: number | undefined,
  from: AgentPeer,
  hello: Pick<Hello, 'device_id' | 'generation'>,
  code: string,
  deviceKey?: Int8,
): Turned {
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
