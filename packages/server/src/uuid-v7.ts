import { randomBytes } from 'node:crypto'

/** RFC 9562 §5.7: 48 bits of milliseconds, then 74 random ones; sorts by time of making. */
export function uuidV7(now: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** When it was made; undefined for text that is no UUID of version 7. */
export function timeOfUuidV7(uuid: string): Date | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.exec(uuid)
  return match ? new Date(Number.parseInt(match[1]! + match[2]!, 16)) : undefined
}
