/**
 * The Merkle tree of RFC 6962 (§2.1): leaf = H(0x00 ‖ data), node = H(0x01 ‖ left ‖ right), a lone node moves
 * up unchanged. Pure: the hash function comes in, so that browser, agent and server share the code.
 */

/** Writes the SHA-256 (32 bytes) of `data` into `target` at `offset`. */
export type Sha256 = (data: Uint8Array, target: Uint8Array, offset: number) => void

export const hashBytes = 32

export interface MerkleTree {
  readonly size: number
  /** Level 0 holds the leaf hashes, the last level the root; each is the hashes one after another. */
  readonly levels: readonly Uint8Array[]
}

/** One step of a hash tree's work between two chances for others to run, about a millisecond. */
const hashesPerTurn = 2048

/** Longest data of a leaf, in bytes. */
const leafBytesMax = 2048

/**
 * `writeLeaf` writes the data of a leaf into the array it is given, and returns its length. `breathe` is awaited every
 * couple of thousand hashes; a server hands in a turn of the event loop.
 */
export async function buildMerkleTree(
  size: number,
  writeLeaf: (index: number, target: Uint8Array) => number,
  sha256: Sha256,
  breathe?: () => Promise<void>,
): Promise<MerkleTree> {
  let work = 0
  let level: Uint8Array = new Uint8Array(size * hashBytes)
  const prefixed = new Uint8Array(1 + leafBytesMax)
  const data = prefixed.subarray(1)
  let leaf = prefixed
  for (let index = 0; index < size; index += 1) {
    const length = 1 + writeLeaf(index, data)
    if (leaf.length !== length) leaf = prefixed.subarray(0, length)
    sha256(leaf, level, index * hashBytes)
    work += 1
    if (work % hashesPerTurn === 0) await breathe?.()
  }
  const levels = [level]
  // A pair is copied by words of four bytes, so the prefix stands right before a word.
  const nodeWords = new Uint32Array(1 + (2 * hashBytes) / 4)
  const node = new Uint8Array(nodeWords.buffer).subarray(3)
  node[0] = 1
  while (level.length > hashBytes) {
    const words = new Uint32Array(level.buffer)
    const count = level.length / hashBytes
    const parents = new Uint8Array(Math.ceil(count / 2) * hashBytes)
    for (let index = 0; index + 1 < count; index += 2) {
      for (let word = 0; word < 16; word += 1) nodeWords[1 + word] = words[index * 8 + word]!
      sha256(node, parents, (index / 2) * hashBytes)
      work += 1
      if (work % hashesPerTurn === 0) await breathe?.()
    }
    if (count % 2 === 1) parents.set(level.subarray((count - 1) * hashBytes), parents.length - hashBytes)
    level = parents
    levels.push(level)
  }
  return { size, levels }
}

/** The root; of an empty tree, H(""), as the RFC has it. */
export function merkleRoot(tree: MerkleTree, sha256: Sha256): Uint8Array {
  if (tree.size > 0) return tree.levels.at(-1)!
  const root = new Uint8Array(hashBytes)
  sha256(new Uint8Array(0), root, 0)
  return root
}

/** The inclusion proof of a leaf: its siblings from the bottom up, 32 bytes each, one after another. */
export function inclusionProof(tree: MerkleTree, index: number): Uint8Array {
  const siblings: Uint8Array[] = []
  let at = index
  for (const level of tree.levels.slice(0, -1)) {
    const sibling = at ^ 1
    if (sibling * hashBytes < level.length)
      siblings.push(level.subarray(sibling * hashBytes, (sibling + 1) * hashBytes))
    at = at >>> 1
  }
  const proof = new Uint8Array(siblings.length * hashBytes)
  for (const [position, sibling] of siblings.entries()) proof.set(sibling, position * hashBytes)
  return proof
}

export interface Inclusion {
  readonly index: number
  readonly size: number
  readonly proof: Uint8Array
}

/** Whether the proof leads from the data to the root; a proof of the wrong length never does. */
export function verifyInclusion(
  data: Uint8Array,
  { index, size, proof }: Inclusion,
  root: Uint8Array,
  sha256: Sha256,
): boolean {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return false
  const leaf = new Uint8Array(data.length + 1)
  leaf.set(data, 1)
  const hash = new Uint8Array(hashBytes)
  sha256(leaf, hash, 0)
  const node = new Uint8Array(1 + 2 * hashBytes)
  node[0] = 1
  let used = 0
  let at = index
  for (let count = size; count > 1; count = Math.ceil(count / 2)) {
    const isRight = at % 2 === 1
    if (isRight || at + 1 < count) {
      const sibling = proof.subarray(used, used + hashBytes)
      if (sibling.length !== hashBytes) return false
      node.set(isRight ? sibling : hash, 1)
      node.set(isRight ? hash : sibling, 1 + hashBytes)
      sha256(node, hash, 0)
      used += hashBytes
    }
    at = Math.floor(at / 2)
  }
  return used === proof.length && root.length === hashBytes && hash.every((byte, position) => byte === root[position])
}
