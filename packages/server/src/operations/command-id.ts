import { type Cipheriv, createCipheriv, createDecipheriv, createHmac, type Decipheriv } from 'node:crypto'

/**
 * The id of a command is its address under seal: the action's id (16 bytes), then the target's position as one AES
 * block under a key of that action. Unguessable without the account's secret, unique, and neither a column nor an
 * index of the targets is needed to find one again. The key is bound to the action's type and parameters, so that
 * the same devices give another Merkle root for another thing to do.
 */
export interface SealedAction {
  readonly actionId: string
  readonly type: string
  /** The exact text kept in the action's row. */
  readonly params: string
}

export function commandKey(sealKey: Uint8Array, { actionId, type, params }: SealedAction): Buffer {
  return createHmac('sha256', sealKey)
    .update(JSON.stringify(['command-id', actionId, type, params]))
    .digest()
}

const cipher = 'aes-256-ecb'
const blockBytes = 16
export const commandIdBytes = 32

/** The ids for the positions, 32 bytes each, one after another. */
export function sealCommandIds(key: Uint8Array, actionId: string, positions: ArrayLike<number>): Buffer {
  const count = positions.length
  const blocks = Buffer.alloc(count * blockBytes)
  for (let index = 0; index < count; index += 1) blocks.writeUInt32BE(positions[index]!, index * blockBytes + 12)
  const sealed = createCipheriv(cipher, key, null).setAutoPadding(false).update(blocks)
  // By words of four bytes: a copy of 16 takes a call each, ten times as long.
  const action = wordsOf(uuidToBytes(actionId))
  const blockWords = wordsOf(sealed)
  const ids = new Uint32Array(count * 8)
  for (let index = 0; index < count; index += 1) {
    for (let word = 0; word < 4; word += 1) {
      ids[index * 8 + word] = action[word]!
      ids[index * 8 + 4 + word] = blockWords[index * 4 + word]!
    }
  }
  return Buffer.from(ids.buffer)
}

function wordsOf(bytes: Buffer): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes)
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4)
}

/** How a command id is written: 43 characters that need no escaping in a URL. */
export function formatCommandId(bytes: Buffer): string {
  return bytes.toString('base64url')
}

const textLength = 43

/** Many ids as one text, 44 characters each: encoding each alone costs three times as much. */
export function formatCommandIds(ids: Buffer): string {
  const count = ids.length / commandIdBytes
  // A 33rd byte makes each a whole number of base64's groups of three.
  const padded = Buffer.alloc(count * (commandIdBytes + 1))
  for (let index = 0; index < count; index += 1) {
    ids.copy(padded, index * (commandIdBytes + 1), index * commandIdBytes, (index + 1) * commandIdBytes)
  }
  return padded.toString('base64url')
}

/** One id out of the text of many. */
export function commandIdIn(text: string, index: number): string {
  const start = index * (textLength + 1)
  return text.slice(start, start + textLength)
}

/** The action that the text names, unproven until that action's seal opens it. */
export function actionOfCommandId(text: string): string | undefined {
  return actionsOfCommandIds([text])[0]
}

export function actionsOfCommandIds(texts: readonly string[]): (string | undefined)[] {
  let last: { bytes: Buffer; actionId: string } | undefined
  return decode(texts).map((bytes) => {
    if (bytes === undefined) return undefined
    // Many in a row are of one action.
    if (last?.bytes.compare(bytes, 0, blockBytes, 0, blockBytes) !== 0) {
      last = { bytes, actionId: bytesToUuid(bytes.subarray(0, blockBytes)) }
    }
    return last.actionId
  })
}

/** Writes and opens the ids of one action's commands, one at a time. */
export class CommandSeal {
  readonly #key: Uint8Array
  readonly #action: Buffer
  // Blocks do not depend on each other, so that one cipher serves all of them: to make one costs fifty times its use.
  #sealing: Cipheriv | undefined
  #opening: Decipheriv | undefined

  constructor(key: Uint8Array, actionId: string) {
    this.#key = key
    this.#action = uuidToBytes(actionId)
  }

  idAt(position: number): string {
    this.#sealing ??= createCipheriv(cipher, this.#key, null).setAutoPadding(false)
    const block = Buffer.alloc(blockBytes)
    block.writeUInt32BE(position, 12)
    return formatCommandId(Buffer.concat([this.#action, this.#sealing.update(block)]))
  }

  /** Undefined where the id is of another action, or was not sealed with this key. */
  positionOf(text: string): number | undefined {
    return this.positionsOf([text])[0]
  }

  /** Of many at once: a call of the cipher each costs more than all else. */
  positionsOf(texts: readonly string[]): (number | undefined)[] {
    const ids = decode(texts).map((id) =>
      id?.compare(this.#action, 0, blockBytes, 0, blockBytes) === 0 ? id : undefined,
    )
    const blocks = Buffer.concat(ids.flatMap((id) => id?.subarray(blockBytes) ?? []))
    this.#opening ??= createDecipheriv(cipher, this.#key, null).setAutoPadding(false)
    const opened = this.#opening.update(blocks)
    let at = -blockBytes
    return ids.map((id) => {
      if (id === undefined) return undefined
      at += blockBytes
      const isOurs =
        opened.readUInt32BE(at) === 0 && opened.readUInt32BE(at + 4) === 0 && opened.readUInt32BE(at + 8) === 0
      return isOurs ? opened.readUInt32BE(at + 12) : undefined
    })
  }
}

/** The bytes of each; undefined for what is no id: there is one spelling an id, its spare bits are zero. */
function decode(texts: readonly string[]): (Buffer | undefined)[] {
  // All as one text, each filled up to a whole number of base64's groups, by zeros.
  const joined = texts.map((text) => `${text}A`).join('')
  const bytes = Buffer.from(joined, 'base64url')
  const alright = texts.every((text) => text.length === textLength) && bytes.toString('base64url') === joined
  if (!alright) return texts.length === 1 ? [undefined] : texts.map((text) => decode([text])[0])
  return texts.map((_, index) => {
    const start = index * (commandIdBytes + 1)
    return bytes[start + commandIdBytes] === 0 ? bytes.subarray(start, start + commandIdBytes) : undefined
  })
}

export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

function bytesToUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
