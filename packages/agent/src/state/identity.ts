import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { StateDirectory } from './state-directory.ts'
import { writeFileDurably } from './write-file.ts'

/** Who this agent is, and whom it obeys. No secret: the private key lies in a file of its own, named here. */
export const Identity = Type.Object({
  server: Type.String(),
  /** PEM of the certificate authorities to trust instead of the system's. */
  ca: Type.Optional(Type.String()),
  account: Type.Integer(),
  device_id: Type.String(),
  generation: Type.Integer(),
  /** The account's command key, pinned: base64url of the SPKI. */
  account_key: Type.String(),
  hwid: Type.String(),
  key_file: Type.String(),
  enrolled_at: Type.String(),
  /** Set when the enrolment ended; the agent then rests. */
  retired: Type.Optional(Type.Object({ at: Type.String(), reason: Type.String() })),
  /** Set when the server ordered this agent to remove itself; it then does nothing else. */
  uninstall: Type.Optional(Type.Object({ ordered_at: Type.String(), confirmed_at: Type.Optional(Type.String()) })),
})
export type Identity = Static<typeof Identity>

const againRemedy = 'Enrol the device again: muster-agent enrol --again --server … --token …'

/** Undefined where this directory was never enrolled. @throws where its file is damaged, with the remedy */
export function readIdentity({ identity }: StateDirectory): Identity | undefined {
  if (!existsSync(identity)) return undefined
  const value = parse(readFileSync(identity, 'utf8'))
  if (Value.Check(Identity, value)) return value
  throw new Error(`${identity} is damaged. ${againRemedy}`)
}

/** @throws where it cannot be read, with the remedy */
export function readDeviceKey(directory: StateDirectory, { key_file }: Identity): KeyObject {
  const path = directory.file(basename(key_file))
  try {
    return createPrivateKey(readFileSync(path))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES') throw new Error(`The device’s key, ${path}, is another user’s. Run this as that user.`)
    throw new Error(`The device’s key, ${path}, is ${code === 'ENOENT' ? 'gone' : 'damaged'}. ${againRemedy}`)
  }
}

/** The key that was pinned at enrolment. @throws where the identity is damaged, with the remedy */
export function readAccountKey({ account_key }: Pick<Identity, 'account_key'>): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(account_key, 'base64url'), format: 'der', type: 'spki' })
  } catch {
    throw new Error(`The key that this device obeys is damaged in its identity.json. ${againRemedy}`)
  }
}

/** The key of an enrolment under way; the same at each attempt, so that a lost answer is no second enrolment. */
export function pendingKey({ pendingKey: path }: StateDirectory): KeyObject {
  if (existsSync(path)) return createPrivateKey(readFileSync(path))
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileDurably(path, toPem(privateKey))
  return privateKey
}

/** Makes the pending key and this enrolment the valid ones, in one step; what belonged to an older one is removed. */
export function adoptIdentity(
  directory: StateDirectory,
  key: KeyObject,
  identity: Omit<Identity, 'key_file'>,
): Identity {
  const pem = toPem(key)
  const keyFile = `device-key-${createHash('sha256').update(pem).digest('hex').slice(0, 16)}.pem`
  writeFileDurably(directory.file(keyFile), pem)
  const adopted = { ...identity, key_file: keyFile }
  writeIdentity(directory, adopted)
  rmSync(directory.pendingKey, { force: true })
  for (const name of readdirSync(directory.path)) {
    if (/^device-key-.*\.pem$/.test(name) && name !== keyFile) rmSync(directory.file(name), { force: true })
  }
  return adopted
}

export function writeIdentity(directory: StateDirectory, identity: Identity): void {
  writeFileDurably(directory.identity, `${JSON.stringify(identity, undefined, 2)}\n`)
}

function toPem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
