import { createPublicKey, type KeyObject, verify } from 'node:crypto'

/** Undefined for anything but an Ed25519 public key in SPKI DER. */
export function readDeviceKey(spki: Buffer): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

/** On a thread of the pool: 10 000 agents that come back at once hold nobody up. */
export function isSignedBy(key: KeyObject, text: string, signature: string): Promise<boolean> {
  return new Promise((resolve) => {
    verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'), (error, valid) =>
      resolve(error === null && valid),
    )
  })
}
