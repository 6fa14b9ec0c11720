import { hash } from 'node:crypto'
import type { Sha256 } from '@muster/core/audit/merkle-tree.ts'

/**
 * Node's SHA-256 in the shape that core asks for. Through a binary string, because `hash` makes one in 0.27 µs and
 * a Buffer in 1.2 µs, and an action on 100 000 devices needs 200 000 hashes.
 */
export const sha256: Sha256 = (data, target, offset) => {
  viewOf(target).write(hash('sha256', data, 'binary'), offset, 32, 'binary')
}

// A tree writes thousands of hashes into one array: make its Buffer once.
let lastArray: Uint8Array | undefined
let lastView: Buffer = Buffer.alloc(0)

function viewOf(array: Uint8Array): Buffer {
  if (array !== lastArray) {
    lastArray = array
    lastView = Buffer.from(array.buffer, array.byteOffset, array.byteLength)
  }
  return lastView
}

export function sha256Of(data: string | Uint8Array): Buffer {
  return hash('sha256', data, 'buffer')
}
