import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

interface Credential {
  readonly id: Buffer
  readonly privateKey: KeyObject
  readonly userHandle: string
  counter: number
}

/** A passkey in software, as a browser's `navigator.credentials` speaks for it (WebAuthn Level 3, ES256, no attestation). */
export class Authenticator {
  readonly origin: string
  /** Whether it has asked for a finger, a face or a PIN. */
  verifiesUser = true
  /** Most passkeys count nothing. */
  counts = false
  #credential: Credential | undefined

  constructor(origin: string) {
    this.origin = origin
  }

  // biome-ignore lint/suspicious/noExplicitAny: options are whatever the server sent
  create(options: any) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#credential = { id: randomBytes(32), privateKey, userHandle: options.user.id, counter: this.counts ? 1 : 0 }
    const { x, y } = publicKey.export({ format: 'jwk' })
    const key = cborMap([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x!, 'base64url')],
      [-3, Buffer.from(y!, 'base64url')],
    ])
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.#credential.id.length)
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#credential.id, key])
    const authData = this.#authenticatorData(options.rp.id, 0x40, attested)
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options.challenge).toString('base64url'),
      attestationObject: cborMap([
        ['fmt', 'none'],
        ['attStmt', cborMap([])],
        ['authData', authData],
      ]).toString('base64url'),
      transports: ['internal'],
    })
  }

  // biome-ignore lint/suspicious/noExplicitAny: options are whatever the server sent
  get(options: any, origin = this.origin) {
    const credential = this.#credential!
    if (this.counts) credential.counter += 1
    const authData = this.#authenticatorData(options.rpId, 0, Buffer.alloc(0))
    const clientData = this.#clientData('webauthn.get', options.challenge, origin)
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()])
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, credential.privateKey).toString('base64url'),
      userHandle: credential.userHandle,
    })
  }

  #answer(response: object) {
    const id = this.#credential!.id.toString('base64url')
    return {
      id,
      rawId: id,
      type: 'public-key',
      response,
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
    }
  }

  #authenticatorData(rpId: string, flags: number, rest: Buffer): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#credential!.counter)
    const all = Buffer.from([flags | 0x01 | (this.verifiesUser ? 0x04 : 0)])
    return Buffer.concat([createHash('sha256').update(rpId).digest(), all, counter, rest])
  }

  #clientData(type: string, challenge: string, origin = this.origin): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }
}

type Cbor = number | string | Buffer

/** RFC 8949, as much as is needed: a map of small numbers, texts and bytes. A map inside is handed over encoded. */
function cborMap(entries: readonly (readonly [key: number | string, value: Cbor])[]): Buffer {
  const parts = entries.flatMap(([key, value]) => [
    cborItem(key),
    key === 'attStmt' ? (value as Buffer) : cborItem(value as number | string | Buffer),
  ])
  return Buffer.concat([cborHead(5, entries.length), ...parts])
}

function cborItem(value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value)
  const bytes = Buffer.from(value as string)
  return Buffer.concat([cborHead(typeof value === 'string' ? 3 : 2, bytes.length), bytes])
}

function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}
