import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Int8 } from '../../db/pool.ts'

/** One enrolment of one device: it ends when the device is deleted, and when it enrols again. */
export interface Enrolment {
  readonly deviceKey: Int8
  readonly generation: number
}

/** Who a token speaks of, unproven: whose keys would have made it. */
export interface RemediationToken {
  readonly accountId: number
  /** Undefined where the keys did not make it. */
  open(keys: RemediationKeys): Enrolment | undefined
}

export interface RemediationKeys {
  readonly proof: Buffer
  readonly cipher: Buffer
}

/** Of the account's secret; what is made with these is of no use for anything else. */
export function remediationKeys(sealKey: Buffer): RemediationKeys {
  const bytes = Buffer.from(hkdfSync('sha256', sealKey, '', 'remediation', 64))
  return { proof: bytes.subarray(0, 32), cipher: bytes.subarray(32) }
}

const accountBytes = 4
const proofBytes = 16
const factsBytes = 12
const tokenBytes = accountBytes + proofBytes + factsBytes

/**
 * The way to a device's page, without a row: account, proof, and the enrolment under a cipher whose first block is the
 * proof. The same enrolment always has the same token, nobody makes one without the key, and it tells nothing.
 */
export function makeRemediationToken(
  { proof, cipher }: RemediationKeys,
  accountId: number,
  { deviceKey, generation }: Enrolment,
): string {
  const account = Buffer.alloc(accountBytes)
  account.writeUInt32BE(accountId)
  const facts = Buffer.alloc(factsBytes)
  facts.writeBigUInt64BE(BigInt(deviceKey))
  facts.writeUInt32BE(generation, 8)
  const proven = prove(proof, account, facts)
  const sealed = createCipheriv(cipherName, cipher, proven).update(facts)
  return Buffer.concat([account, proven, sealed]).toString('base64url')
}

/** Undefined for what has not the form of one: each has one spelling. */
export function readRemediationToken(text: string): RemediationToken | undefined {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== tokenBytes || bytes.toString('base64url') !== text) return undefined
  const account = bytes.subarray(0, accountBytes)
  const proven = bytes.subarray(accountBytes, accountBytes + proofBytes)
  return {
    accountId: account.readUInt32BE(),
    open({ proof, cipher }) {
      const facts = createDecipheriv(cipherName, cipher, proven).update(bytes.subarray(accountBytes + proofBytes))
      if (!timingSafeEqual(prove(proof, account, facts), proven)) return undefined
      return { deviceKey: facts.readBigUInt64BE().toString(), generation: facts.readUInt32BE(8) }
    },
  }
}

const cipherName = 'aes-256-ctr'

function prove(key: Buffer, account: Buffer, facts: Buffer): Buffer {
  return createHmac('sha256', key).update(account).update(facts).digest().subarray(0, proofBytes)
}
