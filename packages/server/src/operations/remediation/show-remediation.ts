import type { DeviceIssue } from '@muster/core/api/compliance.ts'
import { findSealKey } from '../../db/accounts/find-account-keys.ts'
import type { Services } from '../../services.ts'
import { showCompliance } from '../compliance/list-issues.ts'
import { type DescribedDevice, describeDevices } from '../describe-devices.ts'
import { readRemediationToken, remediationKeys } from './remediation-token.ts'

/** What a device's user is told. */
export interface Remediation {
  readonly device: DescribedDevice
  /** The critical ones first; also of a device that is exempt. */
  readonly issues: readonly DeviceIssue[]
  /** When its agent looked, of what it said last; undefined: it never said anything. */
  readonly checkedAt: Date | undefined
  readonly at: Date
}

/** Undefined for any token that is not of an enrolment of now, whatever is wrong with it. */
export async function showRemediation({ pool, now }: Services, text: string): Promise<Remediation | undefined> {
  const token = readRemediationToken(text)
  const sealKey = token && (await findSealKey(pool, token.accountId))
  const enrolment = sealKey && token.open(remediationKeys(sealKey))
  if (enrolment === undefined) return undefined
  const { accountId } = token!
  const { deviceKey, generation } = enrolment
  const at = now()
  const device = (await describeDevices(pool, { accountId, keys: [deviceKey], at })).get(deviceKey)
  if (device?.enrolment.generation !== generation) return undefined
  const { issues, checks } = await showCompliance(pool, { accountId, deviceKey, at })
  const taken = checks.map(({ taken_at }) => Date.parse(taken_at))
  return { device, issues, checkedAt: taken.length > 0 ? new Date(Math.max(...taken)) : undefined, at }
}
