import { describeAskedDevice, describeAskedDevices } from '../../operations/describe-asked-devices.ts'
import { invalidField } from '../../refusal.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { readObject } from '../read-body.ts'
import { readLists } from '../read-lists.ts'
import { readOption } from '../read-option.ts'
import { wireAccess } from '../wire-access.ts'
import { type PolicyCheck, sayPolicyCheck } from './say-policy-check.ts'

const policyCheckVersions = [
  { name: '2.0', method: 'GET', path: '/o/api/v2/devices/:value/policy_check' },
  { name: '2.0, many', method: 'POST', path: '/o/api/v2/devices/policy_check' },
  { name: '2.2', method: 'GET', path: '/o/api/v2.2/devices/:value/policy_check' },
] as const

/** Most devices in one request. */
const devicesMax = 50

export function policyCheckRoutes(services: Services): Route[] {
  return policyCheckVersions.map(({ name, method, path }) => ({
    method,
    path,
    access: wireAccess('read', 'policy-check'),
    summary: `Device Policy Check ${name}`,
    tag: 'wire',
    handle: async (request) => ({
      status: 200,
      body: await (method === 'GET' ? answerOne : answerMany)(services, request),
    }),
  }))
}

/** `opt` as in the actions of 2.0: 0 says that the value is a MAC address, 1 that it is a HWID. */
async function answerOne(services: Services, { caller, params, query }: RouteRequest): Promise<PolicyCheck> {
  const by = readOption(query, 'opt', [0, 1], 0) === 0 ? 'mac' : 'id'
  return sayPolicyCheck(await describeAskedDevice(services, caller, by, params.value!))
}

/** By place; a device that is not there is status 2 and nothing else. */
async function answerMany(
  services: Services,
  { caller, body }: RouteRequest,
): Promise<(PolicyCheck | { readonly status: 2 })[]> {
  const fields = readObject(body)
  const asked = readLists(fields, devicesMax)
  const implied = asked.by === 'mac' ? 0 : 1
  if (readOption(fields, 'opt', [0, 1], implied) !== implied) {
    throw invalidField('opt', `must be ${implied} with this list`)
  }
  const devices = await describeAskedDevices(services, caller, asked)
  return devices.map((device) => (device === undefined ? { status: 2 } : sayPolicyCheck(device)))
}
