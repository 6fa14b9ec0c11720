import type { Finding, FindingDevice, FindingDevicesQuery, FindingQuery } from '@muster/core/api/findings.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const listFindings: Endpoint<{ query: FindingQuery }, Page<Finding>> = { method: 'GET', path: '/findings' }
export const listFindingDevices: Endpoint<
  { params: { sha256: string }; query: FindingDevicesQuery },
  Page<FindingDevice>
> = {
  method: 'GET',
  path: '/findings/:sha256/devices',
}
