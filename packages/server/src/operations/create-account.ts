import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chainStart } from '@muster/core/audit/hash-chain.ts'
import { addAccount } from '../db/accounts/add-account.ts'
import type { Queryable } from '../db/pool.ts'

/** Makes an account with its command key, its seal key, its default group and the start of its audit chain. */
export function createAccount(db: Queryable, { name, now }: { name: string; now: Date }): Promise<number> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return addAccount(db, {
    name,
    createdAt: now,
    commandPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    commandPublicKey: publicKey.export({ format: 'der', type: 'spki' }),
    sealKey: randomBytes(32),
    chainStart: Buffer.from(chainStart),
  })
}
