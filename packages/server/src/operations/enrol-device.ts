import { randomUUID } from 'node:crypto'
import type { EnrolAnswer, EnrolRequest } from '@muster/core/agent/requests.ts'
import { enrolText } from '@muster/core/agent/signed-texts.ts'
import { statusCode } from '@muster/core/device/facts.ts'
import { marksOf, mergeMarks } from '@muster/core/device/hardware.ts'
import type { ErrorCode } from '@muster/core/error-code.ts'
import { addDeviceEvent } from '../db/agents/add-device-event.ts'
import { type EnrolmentTokenRow, findEnrolmentToken, takeEnrolmentTokenUse } from '../db/agents/enrolment-tokens.ts'
import { type EnrolledRow, findEnrolled } from '../db/agents/find-enrolled.ts'
import { internDeviceKinds } from '../db/agents/intern-device-kinds.ts'
import { addEnrolledDevice, renewEnrolment } from '../db/agents/save-enrolment.ts'
import { saveHardware } from '../db/agents/save-hardware.ts'
import { closeCommandsOfDevice } from '../db/commands/close-commands.ts'
import { closeDuplicate } from '../db/duplicates/resolve-duplicate.ts'
import type { Int8 } from '../db/pool.ts'
import { tellAdded } from '../db/webhooks/tell-devices.ts'
import { invalidField, Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { sha256Of } from '../sha256.ts'
import { uuidV7 } from '../uuid-v7.ts'
import { type AgentPeer, agentCaller } from './agent-caller.ts'
import { checkInDevices, kindOf } from './check-in.ts'
import { keepWithinLicence } from './compliance/licence.ts'
import { isSignedBy } from './device-signature.ts'
import type { Keyring } from './keyring.ts'
import { mutateAgain, type UnitOfWork } from './mutate.ts'
import { recogniseMachine } from './recognise-machine.ts'
import { duplicateMessage, recordDuplicates } from './record-duplicates.ts'
import type { RefuseAgent } from './refuse-agent.ts'
import { writeAudit } from './write-audit.ts'

export interface EnrolTools {
  readonly services: Services
  readonly keyring: Keyring
  readonly refuse: RefuseAgent
}

/**
 * Gives a device its identity, for one use of a token. The same machine (by its hardware id, or reinstalled) becomes the
 * next generation of the same device: its old key, connection and commands end. The same token and key again, because
 * the answer was lost, are answered as before and use nothing up. A machine that says another's hardware id is kept out,
 * and that device quarantined, until somebody says which is which.
 * @throws Refusal: invalid_token, invalid_request, conflict
 */
export async function enrolDevice(tools: EnrolTools, from: AgentPeer, request: EnrolRequest): Promise<EnrolAnswer> {
  const { services, keyring, refuse } = tools
  const tokenHash = sha256Of(request.token)
  const key = Buffer.from(request.public_key, 'base64url')
  const text = enrolText({ tokenSha256: tokenHash.toString('hex'), publicKey: request.public_key, hwid: request.hwid })
  const proven = await isSignedBy(key, text, request.proof)
  const token = await findEnrolmentToken(services.pool, tokenHash)
  const deny = (code: string, refusal: Refusal) => {
    refuse(from, { accountId: token?.account_id, code, details: { hwid: request.hwid, token_id: token?.token_id } })
    return refusal
  }
  if (token === undefined) throw deny('unknown_enrolment_token', new Refusal('invalid_token', tokenMessage))
  if (!proven) {
    throw deny('key_not_proven', new Refusal('invalid_request', 'The proof is not a signature by the given key.'))
  }
  const ring = await keyring.of(token.account_id)
  try {
    const enrolled = await mutateAgain(services, (unit) =>
      enrol(services, unit, from, { request, token, tokenHash, key }),
    )
    // The refusal leaves its quarantine behind, so it comes after the transaction.
    if (enrolled === undefined) throw new Refusal('conflict', duplicateMessage)
    const { deviceId, generation } = enrolled
    return {
      account: token.account_id,
      device_id: deviceId,
      generation,
      account_key: ring.publicKey,
      server_time: Math.floor(services.now().getTime() / 1000),
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw deny(denials[error.code] ?? 'hwid_taken', error)
  }
}

const denials: Partial<Record<ErrorCode, string>> = {
  invalid_token: 'enrolment_token_over',
  conflict: 'duplicate_machine',
}

const tokenMessage =
  'This enrolment token is unknown, used up, expired or revoked. Make a new one with: muster enrol-token create'

interface Enrolling {
  readonly request: EnrolRequest
  readonly token: EnrolmentTokenRow
  readonly tokenHash: Buffer
  readonly key: Buffer
}

/** Undefined where the machine passes for another's device. */
async function enrol(services: Services, unit: UnitOfWork, from: AgentPeer, enrolling: Enrolling) {
  const { tx, afterCommit } = unit
  const { request, token, key } = enrolling
  const at = services.now()
  const accountId = token.account_id
  const recognised = await recogniseMachine(tx, enrolling)
  const marks = marksOf(request.inventory.hardware)
  if (recognised.kind === 'copy') {
    await accuse(services, unit, from, { of: recognised.of, request, accountId, marks })
    return undefined
  }
  const known = recognised.kind === 'known' ? recognised.device : undefined
  if (known !== undefined && isRepeat(known, enrolling)) {
    return { deviceId: known.device_id, generation: known.generation }
  }
  // Devices are looked for by either: a machine must not pass for another by its hardware id.
  const [namesake] = await findEnrolled(tx, accountId, [request.hwid])
  if (namesake !== undefined && namesake.device_key !== known?.device_key) {
    throw invalidField('hwid', 'is the device id of another device')
  }
  const [kindId] = await internDeviceKinds(tx, [kindOf(request)])
  const isNew = known === undefined || known.removed_at !== null || known.base_status === statusCode('unknown')
  const enrolment = {
    accountId,
    deviceId: known?.device_id ?? randomUUID(),
    kindId: kindId!,
    groupKey: token.group_key,
    baseStatus: isNew && !isDuplicate(known) ? statusCode('compliant') : known!.base_status,
    hwid: recognised.hwid,
    agentKey: key,
    tokenId: token.token_id,
    at,
  }
  const deviceKey = known?.device_key ?? (await addEnrolledDevice(tx, enrolment))
  const generation = known === undefined ? 1 : await renewEnrolment(tx, deviceKey, enrolment)
  const closed = known === undefined ? 0 : await closeCommandsOfDevice(tx, accountId, deviceKey, at)
  await checkInDevices(tx, accountId, [{ deviceKey, generation, ...request, peer: from.peer }])
  await saveHardware(tx, accountId, [{ deviceKey, marks: mergeMarks(known?.hardware ?? [], marks) }])
  if (recognised.kind === 'new' && recognised.separates !== undefined) {
    await closeDuplicate(tx, { accountId, duplicateId: recognised.separates, separatedAs: deviceKey, at })
  }
  if (isNew) await keepWithinLicence(tx, { accountId, deviceKeys: [deviceKey], at })
  if (known === undefined || known.removed_at !== null) {
    await addDeviceEvent(tx, addedEvent(accountId, deviceKey, at))
    await tellAdded(tx, { accountId, at, deviceKeys: [deviceKey] })
  }
  if (!(await takeEnrolmentTokenUse(tx, enrolling.tokenHash, at))) throw new Refusal('invalid_token', tokenMessage)
  await writeAudit(tx, agentCaller(accountId, from), {
    at,
    event: known === undefined ? 'device.enrolled' : 'device.re_enrolled',
    deviceKey,
    details: {
      device_id: enrolment.deviceId,
      generation,
      hwid: enrolment.hwid ?? request.hwid,
      ...(recognised.kind === 'known' && { recognised_by: recognised.by }),
      ...(recognised.kind === 'new' && { separates: recognised.separates }),
      hostname: request.inventory.hostname,
      key_sha256: sha256Of(key).toString('hex'),
      enrolment_token_id: token.token_id,
      commands_closed: closed,
    },
  })
  if (known !== undefined)
    afterCommit(() => services.bus.emit('devices-removed', { accountId, deviceKeys: [deviceKey] }))
  return { deviceId: enrolment.deviceId, generation }
}

function accuse(
  services: Services,
  unit: UnitOfWork,
  from: AgentPeer,
  {
    of: device,
    request,
    accountId,
    marks,
  }: { of: EnrolledRow; request: EnrolRequest; accountId: number; marks: string[] },
): Promise<void> {
  return recordDuplicates(services, unit, agentCaller(accountId, from), [
    {
      deviceId: device.device_id,
      deviceKey: device.device_key,
      foundBy: 'enrolment',
      known: { hardware: device.hardware, run: undefined },
      newcomer: { hardware: marks, run: undefined, hostname: request.inventory.hostname, peer: from.peer ?? '' },
      from,
    },
  ])
}

function isRepeat(known: EnrolledRow, { token, key }: Enrolling): boolean {
  return (
    known.removed_at === null && known.enrolment_token_id === token.token_id && known.agent_key?.equals(key) === true
  )
}

/** Until somebody says which machine it is, also where it was deleted meanwhile. */
function isDuplicate(known: EnrolledRow | undefined): boolean {
  return known?.base_status === statusCode('quarantined')
}

function addedEvent(accountId: number, deviceKey: Int8, at: Date) {
  return { accountId, eventId: uuidV7(at), deviceKey, at, event: 'added', details: { source: 'agent' } }
}
