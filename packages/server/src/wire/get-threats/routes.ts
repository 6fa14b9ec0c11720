import { type DeviceThreat, listDeviceThreats } from '../../operations/list-device-threats.ts'
import type { Route, RouteRequest } from '../../route.ts'
import type { Services } from '../../services.ts'
import { wireAccess } from '../wire-access.ts'
import { readThreatsRequest } from './read-request.ts'

export const getThreatsPath = '/o/api/v3/get_threats'

export function getThreatsRoutes(services: Services): Route[] {
  return [
    {
      method: 'POST',
      path: getThreatsPath,
      access: wireAccess('read', 'get-threats'),
      summary: 'Get Threats 3.0',
      tag: 'wire',
      handle: async (request) => ({ status: 200, body: await answerThreats(services, request) }),
    },
  ]
}

/** A list that was not asked for is not there. */
interface ThreatsAnswer {
  readonly antimalware_scan?: readonly ScannedThreat[]
  readonly local_antimalware_threats?: readonly never[]
}

/** The vendor's `critical` is missing: it comes from a policy, and there is none. */
interface ScannedThreat {
  readonly scan_time: string
  readonly file: string
  readonly hash?: string
  readonly threat_name: string
  /** One entry for each engine that found it. */
  readonly details: readonly EngineDetails[]
}

interface EngineDetails {
  readonly engine: string
  readonly engine_version: string
  readonly database_version?: string
}

async function answerThreats(services: Services, { caller, query, body }: RouteRequest): Promise<ThreatsAnswer> {
  const { wants, ...request } = readThreatsRequest(query, body)
  const threats = await listDeviceThreats(services, caller, request)
  return {
    ...(wants.scans && { antimalware_scan: threats.map(toScannedThreat) }),
    // What a device's own product found without being asked: no agent tells.
    ...(wants.localProducts && { local_antimalware_threats: [] }),
  }
}

function toScannedThreat({ foundAt, path, sha256, signature, ...from }: DeviceThreat): ScannedThreat {
  const { engine, engineVersion, databaseVersion } = from
  return {
    scan_time: foundAt.toISOString().replace(/\.\d+Z$/, 'Z'),
    file: path,
    ...(sha256 !== undefined && { hash: sha256 }),
    threat_name: signature,
    details: [
      {
        engine,
        engine_version: engineVersion,
        ...(databaseVersion !== undefined && { database_version: databaseVersion }),
      },
    ],
  }
}
