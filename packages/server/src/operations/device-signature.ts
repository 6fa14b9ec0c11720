import { verify } from 'node:crypto'

/** How the SPKI of every Ed25519 key begins (RFC 8410); 32 bytes of key follow. */
const ed25519Start = Buffer.from('302a300506032b6570032100', 'hex')

/** Whether these bytes are an Ed25519 public key in SPKI DER. */
function isDeviceKey(spki: Buffer): boolean {
  return spki.length === ed25519Start.length + 32 && spki.subarray(0, ed25519Start.length).equals(ed25519Start)
}

/** On a thread of the pool: 10 000 agents that come back at once hold nobody up. */
export function isSignedBy(spki: Buffer, text: string, signature: string): Promise<boolean> {
  if (!isDeviceKey(spki)) return Promise.resolve(false)
  const key = { key: spki, format: 'der', type: 'spki' } as const
  return new Promise((resolve) => {
    verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'), (error, valid) =>
      resolve(error === null && valid),
    )
  })
}
