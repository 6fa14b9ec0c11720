import type { ProvenRequest } from '@muster/core/agent/requests.ts'
import { uninstalledText } from '@muster/core/agent/signed-texts.ts'
import { addDeviceEvent } from '../db/agents/add-device-event.ts'
import { confirmUninstall as confirm, findEndedEnrolments } from '../db/agents/ended-enrolments.ts'
import { findEnrolled } from '../db/agents/find-enrolled.ts'
import { Refusal } from '../refusal.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { type AgentPeer, agentCaller } from './agent-caller.ts'
import { isSignedBy } from './device-signature.ts'
import type { EnrolTools } from './enrol-device.ts'
import { mutateAgain } from './mutate.ts'
import { writeAudit } from './write-audit.ts'

/**
 * The agent of a deleted device says that it obeys and goes. The nonce has been checked. Twice is harmless.
 * @throws Refusal: not_found, for whoever cannot prove to be that agent, and where nobody ordered it
 */
export async function confirmUninstall(tools: EnrolTools, from: AgentPeer, request: ProvenRequest): Promise<void> {
  const { services, keyring, refuse } = tools
  const { account: accountId, device_id: deviceId, generation, nonce, signature } = request
  const ring = await keyring.of(accountId).catch(() => undefined)
  if (ring === undefined) throw deny(undefined)
  const text = uninstalledText({ nonce, accountKeySha256: ring.publicKeySha256, deviceId, generation })
  await mutateAgain(services, async ({ tx }) => {
    const [device] = await findEnrolled(tx, accountId, [deviceId])
    if (device === undefined) throw deny(accountId)
    const { device_key: deviceKey } = device
    const [ended] = await findEndedEnrolments(tx, accountId, [{ deviceKey, generation }])
    if (!ended?.uninstall || !(await isSignedBy(ended.agent_key, text, signature))) throw deny(accountId)
    const at = services.now()
    if (!(await confirm(tx, accountId, { deviceKey, generation }, at))) return
    const details = { device_id: deviceId, generation, action_id: ended.action_id }
    await addDeviceEvent(tx, {
      accountId,
      eventId: uuidV7(at),
      deviceKey,
      at,
      event: 'uninstalled',
      details: { generation },
    })
    await writeAudit(tx, agentCaller(accountId, from), {
      at,
      event: 'device.uninstalled',
      actionId: ended.action_id,
      deviceKey,
      details,
    })
  })

  function deny(account: number | undefined): Refusal {
    refuse(from, { accountId: account, code: 'uninstall_unproven', deviceId, details: { generation } })
    return new Refusal('not_found', 'There is no such order, or the signature is not its device’s.')
  }
}
