import { hashBytes, type Sha256 } from './merkle-tree.ts'

/** One line of an audit export (JSON Lines). `content` is the entry to the byte; everything else can be derived. */
export interface ExportedEntry {
  readonly sequence: number
  readonly content: string
  /** Lower-case hexadecimal. */
  readonly hash: string
}

/** What an account's chain starts from, before its first entry. */
export const chainStart = new Uint8Array(hashBytes)

/** hash = SHA-256(previous ‖ sequence as 8 bytes, big endian ‖ content in UTF-8). */
export function entryHash(previous: Uint8Array, sequence: number, content: string, sha256: Sha256): Uint8Array {
  const bytes = new TextEncoder().encode(content)
  const data = new Uint8Array(hashBytes + 8 + bytes.length)
  data.set(previous)
  new DataView(data.buffer).setBigUint64(hashBytes, BigInt(sequence))
  data.set(bytes, hashBytes + 8)
  const hash = new Uint8Array(hashBytes)
  sha256(data, hash, 0)
  return hash
}

export type ChainFault = { readonly sequence: number; readonly problem: string }

/** Continues the chain over one entry: its hash, or what is wrong with it. */
export function verifyEntry(
  previous: { sequence: number; hash: Uint8Array },
  entry: ExportedEntry,
  sha256: Sha256,
): { sequence: number; hash: Uint8Array } | ChainFault {
  if (entry.sequence !== previous.sequence + 1) {
    return { sequence: entry.sequence, problem: `entry ${previous.sequence + 1} is missing` }
  }
  const hash = entryHash(previous.hash, entry.sequence, entry.content, sha256)
  if (toHex(hash) !== entry.hash) return { sequence: entry.sequence, problem: 'the hash does not match the content' }
  return { sequence: entry.sequence, hash }
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Undefined where the text is not an even number of hexadecimal digits. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  )
}
