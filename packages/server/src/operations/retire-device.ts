import type { ProvenRequest } from '@muster/core/agent/requests.ts'
import { retireText } from '@muster/core/agent/signed-texts.ts'
import type { OperatingSystem } from '@muster/core/device/facts.ts'
import { addDeviceEvent } from '../db/agents/add-device-event.ts'
import { internDeviceKinds } from '../db/agents/intern-device-kinds.ts'
import { lockEnrolled } from '../db/agents/lock-enrolled.ts'
import { endEnrolment } from '../db/agents/save-enrolment.ts'
import { closeCommandsOfDevice } from '../db/commands/close-commands.ts'
import { Refusal } from '../refusal.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { type AgentPeer, agentCaller } from './agent-caller.ts'
import { isSignedBy } from './device-signature.ts'
import type { EnrolTools } from './enrol-device.ts'
import { mutateAgain } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/**
 * A device leaves of its own will: its enrolment and what waited for it end, its record stays as one without an agent.
 * The nonce has been checked. Twice is harmless. @throws Refusal: not_found, for whoever cannot prove to be the device
 */
export async function retireDevice(tools: EnrolTools, from: AgentPeer, request: ProvenRequest): Promise<void> {
  const { services, keyring, refuse } = tools
  const { account: accountId, device_id: deviceId, generation } = request
  const ring = await keyring.of(accountId).catch(() => undefined)
  if (ring === undefined) throw deny(undefined)
  const text = retireText({ nonce: request.nonce, accountKeySha256: ring.publicKeySha256, deviceId, generation })
  await mutateAgain(services, async ({ tx, afterCommit }) => {
    const device = await lockEnrolled(tx, accountId, deviceId)
    if (device !== undefined && generation < device.generation) return
    const key = device?.generation === generation ? device.agent_key : undefined
    if (!device || !key || !(await isSignedBy(key, text, request.signature))) throw deny(accountId)
    const at = services.now()
    const { device_key: deviceKey } = device
    const noAgent = { agentType: 'none', agentName: '', agentVersion: '', abilities: [] } as const
    const [kindId] = await internDeviceKinds(tx, [{ ...noAgent, os: device.os as OperatingSystem }])
    await endEnrolment(tx, { accountId, deviceKey, kindId: kindId! })
    const closed = await closeCommandsOfDevice(tx, accountId, deviceKey, at)
    await addDeviceEvent(tx, { accountId, eventId: uuidV7(at), deviceKey, at, event: 'retired', details: {} })
    const details = { device_id: deviceId, generation, commands_closed: closed }
    await writeAudit(tx, agentCaller(accountId, from), { at, event: 'device.retired', deviceKey, details })
    afterCommit(() => services.bus.emit('devices-removed', { accountId, deviceKeys: [deviceKey] }))
  })

  function deny(account: number | undefined): Refusal {
    refuse(from, { accountId: account, code: 'retirement_refused', deviceId, details: { generation } })
    return new Refusal('not_found', 'There is no such enrolment, or the signature is not its device’s.')
  }
}
