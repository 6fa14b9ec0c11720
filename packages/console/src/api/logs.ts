import { endpoint } from './endpoint.ts'

export const listAuditEntries = endpoint('GET', '/api/v1/audit')
export const listDeviceLog = endpoint('GET', '/api/v1/device-log')
