import { createHash, createHmac, createPrivateKey, createSecretKey, type KeyObject, sign } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { findAccountKeys } from '../db/accounts/find-account-keys.ts'
import type { Queryable } from '../db/pool.ts'

/** An account's keys, ready for use; they never change. Never logged, never answered but for the public one. */
export interface AccountRing {
  readonly sealKey: Buffer
  /** Of the tokens of agent sessions. */
  readonly sessionKey: KeyObject
  /** base64url of the SPKI, as agents pin it, and the SHA-256 of the SPKI, as they repeat it in what they sign. */
  readonly publicKey: string
  readonly publicKeySha256: string
  sign(text: string): string
}

export interface Keyring {
  /** A transaction reads by its own handle, and waits for nobody who may wait for its connection. */
  of(accountId: number, reader?: Queryable): Promise<AccountRing>
}

export function createKeyring(db: Queryable): Keyring {
  const rings = new LRUCache<number, AccountRing>({ max: 1000 })
  const underWay = new Map<number, Promise<AccountRing>>()
  const load = async (reader: Queryable, accountId: number) => {
    const ring = await loadRing(reader, accountId)
    rings.set(accountId, ring)
    return ring
  }
  return {
    async of(accountId, reader) {
      const known = rings.get(accountId)
      if (known) return known
      if (reader) return load(reader, accountId)
      // Asked for by many at once, it is read once.
      const loading = underWay.get(accountId) ?? load(db, accountId).finally(() => underWay.delete(accountId))
      underWay.set(accountId, loading)
      return loading
    },
  }
}

async function loadRing(db: Queryable, accountId: number): Promise<AccountRing> {
  const { sealKey, commandPrivateKey, commandPublicKey } = await findAccountKeys(db, accountId)
  let key: KeyObject | undefined
  return {
    sealKey,
    // As an object, made once: Node.js takes several times as long with the bytes of a key.
    sessionKey: createSecretKey(createHmac('sha256', sealKey).update('agent-session').digest()),
    publicKey: commandPublicKey.toString('base64url'),
    publicKeySha256: createHash('sha256').update(commandPublicKey).digest('hex'),
    sign(text) {
      key ??= createPrivateKey({ key: commandPrivateKey, format: 'der', type: 'pkcs8' })
      return sign(null, Buffer.from(text), key).toString('base64url')
    },
  }
}
