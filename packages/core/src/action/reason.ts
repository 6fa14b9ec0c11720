/**
 * Why a target was not simply done. Closed list; codes are stored, so add at the end, never renumber.
 * The sentence is for a person: it says what is so, and where there is one, the remedy.
 */
const reasons = [
  ['not_found', 'No device of this account has this identifier.'],
  ['ambiguous', 'Several devices of this account report this MAC address; name the device by its id.'],
  ['malformed_identifier', 'No device can have this identifier: it is not a MAC address, or not an id.'],
  ['no_such_group', 'This account has no group of that id.'],
  ['status_excluded', 'The action does not apply to devices of this status.'],
  ['unknown_devices_only', 'The action applies to Unknown devices only.'],
  ['ignored_devices_only', 'The action applies to Ignored devices only.'],
  ['domain_controller_excluded', 'The action does not apply to devices with the domain-controller agent.'],
  ['persistent_agent_needed', 'The action needs a device with a persistent agent.'],
  ['agent_not_supported', 'This agent does not support the action on this operating system.'],
  ['agent_too_old', 'The agent is older than the first version that can do this; update it.'],
  ['agent_cannot', 'The agent of this device says that it cannot do this.'],
  ['already_pending', 'The same command already waits for this device; its id is given.'],
  ['already_so', 'The device is already as the action would make it.'],
  ['same_device', 'Another identifier of this request names the same device; it was done there.'],
  ['device_removed', 'The device was deleted or enrolled anew before this could be done.'],
  [
    'authority_ended',
    'The application that asked for this was revoked, or its user disabled, before it was handed out.',
  ],
  ['no_engine', 'The device has no malware scanner that the agent can use: no clamd, and no clamscan with signatures.'],
  ['interrupted', 'The agent was stopped in the middle and cannot say how far it came.'],
  ['agent_error', 'The agent could not do it; its message says why.'],
  ['refused_unsigned', 'The agent refused: the action is not signed by the key it pinned.'],
  ['refused_unproven', 'The agent refused: the command does not belong to the signed action.'],
  ['refused_expired', 'The agent refused: by its clock, the command was not valid yet or had expired.'],
  ['refused_other_device', 'The agent refused: the command is meant for another device.'],
  ['refused_generation', 'The agent refused: the command is for another enrolment of this device.'],
  ['delivery_deadline', 'The device did not connect before the delivery deadline.'],
  ['finish_deadline', 'The agent accepted the command and did not finish in time.'],
  ['cancel_unanswered', 'The agent did not answer the cancellation in time.'],
  ['cancelled', 'Somebody cancelled the action.'],
  ['upload_corrupt', 'What arrived does not have the SHA-256 that the agent announced.'],
  ['answer_refused', 'What the agent answered does not fit the question that it was sent; nothing of it was kept.'],
  ['report_refused', 'The report that the agent sent cannot be used; the message says why.'],
  [
    'deferred_too_long',
    'The device put it off, and did not take it before the delivery deadline; its message says why.',
  ],
  ['superseded', 'A newer action of the same type took its place.'],
  [
    'no_dhcp_client',
    'No interface of the device has an address from a DHCP client that the agent knows; renew it on the device.',
  ],
  ['braked', 'Too many of the devices that tried failed: the brake of the action stopped the others.'],
  ['changed_since', 'Somebody changed the device after the action; undoing it would take that back as well.'],
] as const

export type Reason = (typeof reasons)[number][0]

const codes = new Map<string, number>(reasons.map(([name], index) => [name, index + 1]))

/** Stored code of a reason, 1 and up; 0 is "none". */
export function reasonCode(reason: Reason | undefined): number {
  return reason === undefined ? 0 : codes.get(reason)!
}

export function reasonOfCode(code: number): Reason | undefined {
  return reasons[code - 1]?.[0]
}

export function reasonSentence(reason: Reason): string {
  return reasons[codes.get(reason)! - 1]![1]
}

export function isReason(text: string): text is Reason {
  return codes.has(text)
}
