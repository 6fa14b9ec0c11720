import type { AdminLogEntry, DeviceLogEntry } from '../../operations/list-logs.ts'
import { wordOf } from './device-event-words.ts'
import type { GetLogsVersion } from './get-logs-version.ts'
import { sayAdminDetails, sayDeviceDetails } from './say-details.ts'

export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly event: string
  readonly device_id: string
  readonly device_name: string
  readonly mac_addresses: readonly string[]
  readonly details: string
}

export function sayDeviceRecord(entry: DeviceLogEntry, version: GetLogsVersion): LogRecord {
  return {
    timestamp: entry.at.getTime(),
    event: wordOf(entry, version),
    device_id: entry.deviceId,
    device_name: entry.deviceName,
    mac_addresses: entry.macAddresses,
    details: sayDeviceDetails(entry, version.tellsChannel),
  }
}

export function sayAdminRecord(entry: AdminLogEntry, version: GetLogsVersion): LogRecord {
  return {
    timestamp: entry.at.getTime(),
    event: entry.event,
    device_id: '',
    device_name: '',
    mac_addresses: [],
    details: sayAdminDetails(entry, version.tellsChannel),
  }
}
