import type { AuditEntry, AuditQuery } from '@muster/core/api/audit.ts'
import type { DeviceLogEntry, DeviceLogQuery } from '@muster/core/api/device-log.ts'
import type { Page } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

export const listAuditEntries: Endpoint<{ query: AuditQuery }, Page<AuditEntry>> = { method: 'GET', path: '/audit' }
export const listDeviceLog: Endpoint<{ query: DeviceLogQuery }, Page<DeviceLogEntry>> = {
  method: 'GET',
  path: '/device-log',
}
