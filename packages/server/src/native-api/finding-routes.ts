import { Finding, FindingDevice, FindingDevicesQuery, FindingKey, FindingQuery } from '@muster/core/api/findings.ts'
import { pageOf } from '@muster/core/api/page.ts'
import { listFindingDevices, listFindings } from '../operations/list-findings.ts'
import type { Services } from '../services.ts'
import { json, type NativeRoute, needs, prefix } from './native-route.ts'
import { readTime } from './read-time.ts'

const tag = 'findings'
const path = `${prefix}/findings`

export function findingRoutes(services: Services): NativeRoute[] {
  return [
    {
      method: 'GET',
      path,
      tag,
      operationId: 'listFindings',
      summary: 'List what scans found, by hash and signature, newest first',
      access: needs('read'),
      query: FindingQuery,
      response: pageOf(Finding),
      handle: async ({ caller, query }) => {
        const { cursor, limit, sha256, signature, device_id, action_id, since, ...parts } = query as FindingQuery
        const filter = {
          sha256,
          signature,
          sha256Prefix: parts.sha256_prefix,
          signaturePart: parts.signature_part,
          pathPart: parts.path_part,
          device: device_id,
          actionId: action_id,
          since: since === undefined ? undefined : readTime('since', since),
        }
        return json(await listFindings(services, caller, { filter, cursor, limit: limit! }))
      },
    },
    {
      method: 'GET',
      path: `${path}/:sha256/devices`,
      tag,
      operationId: 'listFindingDevices',
      summary: 'List the devices that a hash was found on, oldest device first',
      description: 'A hash that nobody found is on no device: an empty list.',
      access: needs('read'),
      params: FindingKey,
      query: FindingDevicesQuery,
      response: pageOf(FindingDevice),
      handle: async ({ caller, params, query }) => {
        const { cursor, limit, signature } = query as FindingDevicesQuery
        const page = { sha256: params.sha256!, signature, cursor, limit: limit! }
        return json(await listFindingDevices(services, caller, page))
      },
    },
  ]
}
