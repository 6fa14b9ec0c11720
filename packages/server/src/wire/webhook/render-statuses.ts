/** The body that the account's callback URL is sent: one entry a device. */
export function renderStatuses(occurredAt: Date, devices: readonly { device_id: string; status: string }[]) {
  return devices.map(({ device_id, status }) => ({ device_id, status, timestamp_ms: occurredAt.getTime() }))
}
