import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { createStatementCache } from './statement-cache.ts'

const account = generateKeyPairSync('ed25519').privateKey
const other = generateKeyPairSync('ed25519').privateKey
const statement = JSON.stringify({
  v: 1,
  action_id: 'a',
  type: 'dhcprenew',
  params: {},
  not_before: 0,
  expires_at: 1,
  root: '0'.repeat(64),
  leaves: 1,
})
const command = { statement, signature: sign(null, Buffer.from(statement), account).toString('base64url') }
const key = createPublicKey(account)

test('what one key has signed is remembered for that key, that text and that signature only', () => {
  const read = createStatementCache()
  assert.equal(read(command, key)?.type, 'dhcprenew')
  assert.equal(read(command, key), read(command, key))
  assert.equal(read(command, createPublicKey(other)), undefined)
  assert.equal(read({ ...command, statement: statement.replace('dhcprenew', 'reboot') }, key), undefined)
  const flipped = Buffer.from(command.signature, 'base64url')
  flipped[3] = flipped[3]! ^ 1
  assert.equal(read({ ...command, signature: flipped.toString('base64url') }, key), undefined)
  assert.equal(read(command, key)?.type, 'dhcprenew')
})
