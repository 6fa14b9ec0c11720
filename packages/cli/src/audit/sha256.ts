import { hash } from 'node:crypto'
import type { Sha256 } from '@muster/core/audit/merkle-tree.ts'

export const sha256: Sha256 = (data, target, offset) => {
  target.set(hash('sha256', data, 'buffer'), offset)
}
