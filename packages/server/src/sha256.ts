import { hash } from 'node:crypto'
import type { Sha256 } from '@muster/core/audit/merkle-tree.ts'

/**
 * Node's SHA-256 in the shape that core asks for. Through a binary string, because `hash` makes one in 0.27 µs and
 * a Buffer in 1.2 µs, and an action on 100 000 devices needs 200 000 hashes.
 */
export const sha256: Sha256 = (data, target, offset) => {
  Buffer.from(target.buffer, target.byteOffset + offset, 32).write(hash('sha256', data, 'binary'), 'binary')
}

export function sha256Of(data: string | Uint8Array): Buffer {
  return hash('sha256', data, 'buffer')
}
