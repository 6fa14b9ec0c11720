import { describeAskedDevice } from '../../operations/describe-asked-devices.ts'
import type { DescribedDevice } from '../../operations/describe-devices.ts'
import { remediationLinks } from '../../operations/remediation/remediation-links.ts'
import { Refusal } from '../../refusal.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'

const remediationLinkVersions = [
  { name: '2.0', path: '/o/api/v2/devices/:value/remediation', answer: answer2 },
  { name: '2.2', path: '/o/api/v2.2/devices/:value/remediation', answer: answer2 },
  { name: '3.0', path: '/o/api/v3/devices/:value/remediation', answer: answer3 },
] as const

export function remediationLinkRoutes(services: Services): Route[] {
  return remediationLinkVersions.map(({ name, path, answer }) => ({
    method: 'GET',
    path,
    access: wireAccess('read', 'remediation-link'),
    summary: `Get Remediation Link ${name}`,
    tag: 'wire',
    handle: async (request) => ({ status: 200, body: await answer(services, request) }),
  }))
}

type Answer2 = { readonly remediation_link: string } | { readonly result: 0; readonly msg: string }

/** `opt` as in the actions of 2.0: 0 says that the value is a MAC address, 1 that it is a HWID. */
async function answer2(services: Services, { caller, params, query }: RouteRequest): Promise<Answer2> {
  const by = readOption(query, 'opt', [0, 1], 0) === 0 ? 'mac' : 'id'
  const device = await describeAskedDevice(services, caller, by, params.value!).catch(undefinedWhereNotFound)
  if (device === undefined) return { result: 0, msg: 'Device not found' }
  if (device.critical_issues + device.warning_issues === 0) return { result: 0, msg: 'Device has no issues' }
  return { remediation_link: await linkOf(services, caller.accountId, device) }
}

interface Answer3 {
  /** 1: here it is, 0: no such device, -1: the licence has no place for it. */
  readonly result: 1 | 0 | -1
  /** Empty where there is none. */
  readonly remediation_link: string
}

/** `opt` 1 means an id of another system: none are kept here, so both look for the same. */
async function answer3(services: Services, { caller, params, query }: RouteRequest): Promise<Answer3> {
  readOption(query, 'opt', [0, 1], 0)
  const device = await describeAskedDevice(services, caller, 'any', params.value!).catch(undefinedWhereNotFound)
  if (device === undefined) return { result: 0, remediation_link: '' }
  if (device.status === 'out_of_license_usage') return { result: -1, remediation_link: '' }
  return { result: 1, remediation_link: await linkOf(services, caller.accountId, device) }
}

async function linkOf(services: Services, accountId: number, { enrolment }: DescribedDevice): Promise<string> {
  return (await remediationLinks(services, accountId))(enrolment)
}

/** As published: a device that is not there is a result, not a 404. */
function undefinedWhereNotFound(error: unknown): undefined {
  if (error instanceof Refusal && error.code === 'not_found') return undefined
  throw error
}
