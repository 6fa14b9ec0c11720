/**
 * The Merkle leaf of one target: command id (32 bytes), generation (4, big endian), device id (UTF-8, the
 * rest). What was planned, approved, signed, sent to the device and logged is the root over these. Returns its length.
 */
export function writeTargetLeaf(
  target: Uint8Array,
  commandId: Uint8Array,
  generation: number,
  deviceId: string,
): number {
  target.set(commandId)
  target[32] = generation >>> 24
  target[33] = generation >>> 16
  target[34] = generation >>> 8
  target[35] = generation
  for (let index = 0; index < deviceId.length; index += 1) {
    const code = deviceId.charCodeAt(index)
    // Nearly every id is ASCII throughout, and then this is three times as fast.
    if (code > 0x7f) return 36 + encoder.encodeInto(deviceId, target.subarray(36)).written
    target[36 + index] = code
  }
  return 36 + deviceId.length
}

/** The same as an array of its own: what a verifier hashes. */
export function targetLeaf(commandId: Uint8Array, generation: number, deviceId: string): Uint8Array {
  const leaf = new Uint8Array(36 + 3 * deviceId.length)
  return leaf.subarray(0, writeTargetLeaf(leaf, commandId, generation, deviceId))
}

const encoder = new TextEncoder()
