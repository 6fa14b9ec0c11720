/**
 * The Merkle leaf of one target: command id (32 bytes), generation (4, big endian), device id (UTF-8, the
 * rest). What was planned, approved, signed, sent to the device and logged is the root over these.
 */
export function targetLeaf(commandId: Uint8Array, generation: number, deviceId: string): Uint8Array {
  const id = encoder.encode(deviceId)
  const leaf = new Uint8Array(36 + id.length)
  leaf.set(commandId)
  new DataView(leaf.buffer).setUint32(32, generation)
  leaf.set(id, 36)
  return leaf
}

const encoder = new TextEncoder()
