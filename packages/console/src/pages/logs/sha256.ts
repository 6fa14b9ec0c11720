import type { Sha256 } from '@muster/core/audit/merkle-tree.ts'

/**
 * SHA-256 (FIPS 180-4), here and now: the browser's own is asynchronous, and only there on https and localhost. For
 * checking what anybody may read; no secret passes through it.
 */
export const sha256: Sha256 = (data, target, offset) => {
  const state = initial.slice()
  const padded = pad(data)
  const words = new Uint32Array(64)
  const view = new DataView(padded.buffer)
  for (let block = 0; block < padded.length; block += 64) {
    for (let index = 0; index < 16; index += 1) words[index] = view.getUint32(block + index * 4)
    compress(state, words)
  }
  const out = new DataView(target.buffer, target.byteOffset + offset, 32)
  for (const [index, word] of state.entries()) out.setUint32(index * 4, word)
}

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** The first 32 bits behind the point of the cube roots (or square roots) of the first primes. */
function fractionsOfRoots(count: number, root: (prime: number) => number): Uint32Array {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return Uint32Array.from(primes, (prime) => (root(prime) % 1) * 2 ** 32)
}

const initial = fractionsOfRoots(8, Math.sqrt)
const constants = fractionsOfRoots(64, Math.cbrt)

function pad(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((data.length + 9) / 64) * 64)
  padded.set(data)
  padded[data.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(data.length) * 8n)
  return padded
}

function compress(state: Uint32Array, words: Uint32Array): void {
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [words[index - 15]!, words[index - 2]!]
    const small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    words[index] = words[index - 16]! + small0 + words[index - 7]! + small1
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let index = 0; index < 64; index += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const choice = (e & f) ^ (~e & g)
    const first = (h + big1 + choice + constants[index]! + words[index]!) | 0
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + big0 + majority) | 0]
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = state[index]! + word
}
