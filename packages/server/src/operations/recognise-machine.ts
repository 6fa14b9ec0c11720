import { randomBytes } from 'node:crypto'
import type { EnrolRequest } from '@muster/core/agent/requests.ts'
import { statusCode } from '@muster/core/device/facts.ts'
import { compareHardware, marksOf, tellingMarks } from '@muster/core/device/hardware.ts'
import type { EnrolmentTokenRow } from '../db/agents/enrolment-tokens.ts'
import {
  type EnrolledRow,
  lockDeviceByHwid,
  lockDevicesByHardware,
  lockUnknownDeviceByMacs,
} from '../db/agents/find-enrolled.ts'
import { findPendingDuplicates } from '../db/duplicates/find-pending.ts'
import type { Tx } from '../db/pool.ts'
import { macsOf } from './check-in.ts'

/** Which device a machine is that wants to enrol. */
export type Recognised =
  | {
      readonly kind: 'known'
      readonly device: EnrolledRow
      readonly by: 'hwid' | 'hardware' | 'mac'
      /** Undefined: the one that it has, as what it says is another's. */
      readonly hwid: string | undefined
    }
  /** `separates`: the duplicate that ends with this enrolment. */
  | { readonly kind: 'new'; readonly hwid: string; readonly separates?: string | undefined }
  /** It says a device's hardware id, and is another machine. */
  | { readonly kind: 'copy'; readonly of: EnrolledRow }

interface Enrolling {
  readonly request: EnrolRequest
  readonly token: EnrolmentTokenRow
}

/**
 * By the hardware id, unless other evidence is against it; then by that evidence, which stays when a machine is
 * reinstalled: exactly one device must have it, and none whose agent is connected at this moment, as such a device is
 * another machine; then by the MAC addresses that discovery knows a machine by.
 */
export async function recogniseMachine(tx: Tx, { request, token }: Enrolling): Promise<Recognised> {
  const { account_id: accountId } = token
  const { hwid, inventory } = request
  const marks = marksOf(inventory.hardware)
  const namesake = await lockDeviceByHwid(tx, accountId, hwid)
  if (token.separates !== null) return separate(request, token.separates, namesake)
  if (namesake !== undefined && compareHardware(namesake.hardware, marks) !== 'other') {
    return { kind: 'known', device: namesake, by: 'hwid', hwid }
  }
  const alike = (await lockDevicesByHardware(tx, accountId, tellingMarks(marks))).filter(
    ({ hardware }) => compareHardware(hardware, marks) === 'same',
  )
  const [device] = alike
  // One that enrols again because the answer was lost may be connected already.
  if (alike.length === 1 && (!device!.online || hasKey(device!, request))) {
    return { kind: 'known', device: device!, by: 'hardware', hwid: namesake === undefined ? hwid : undefined }
  }
  if (namesake !== undefined) {
    const [pending] = await findPendingDuplicates(tx, accountId, [namesake.device_key])
    const isDecided = pending?.found_by === 'enrolment' && pending.resolution === 'separate'
    if (isDecided && compareHardware(pending.newcomer_hardware, marks) !== 'other') {
      return { kind: 'new', hwid: anotherHwid(hwid), separates: pending.duplicate_id }
    }
    return { kind: 'copy', of: namesake }
  }
  const macs = macsOf(inventory)
  const found = await lockUnknownDeviceByMacs(tx, { accountId, macs, unknownStatus: statusCode('unknown') })
  return found === undefined ? { kind: 'new', hwid } : { kind: 'known', device: found, by: 'mac', hwid }
}

/** However much it is like the device that it was told apart from. */
function separate(request: EnrolRequest, separates: string, namesake: EnrolledRow | undefined): Recognised {
  if (namesake === undefined) return { kind: 'new', hwid: request.hwid, separates }
  if (hasKey(namesake, request)) return { kind: 'known', device: namesake, by: 'hwid', hwid: request.hwid }
  return { kind: 'new', hwid: anotherHwid(request.hwid), separates }
}

function hasKey({ agent_key }: EnrolledRow, { public_key }: EnrolRequest): boolean {
  return agent_key?.equals(Buffer.from(public_key, 'base64url')) === true
}

/** A hardware id is one device's alone. */
function anotherHwid(hwid: string): string {
  return `${hwid.slice(0, 110)}~${randomBytes(6).toString('hex')}`
}
