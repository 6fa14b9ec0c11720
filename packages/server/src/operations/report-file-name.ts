/** What a report's file is called for a device: only what any file system and any header takes. */
export function reportFileName(report: string, deviceId: string | null, extension: string): string {
  const device = (deviceId ?? 'device').replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^\.+/, '')
  return `${report}-${device}.${extension}`
}
