import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import type { Farewell } from '@muster/core/agent/messages.ts'
import { enrolAnewText, enrolmentEndedText, renewedText, uninstallText } from '@muster/core/agent/signed-texts.ts'
import { isBelieved } from './farewell.ts'

const account = generateKeyPairSync('ed25519')
const stranger = generateKeyPairSync('ed25519')
const identity = {
  account: 1,
  device_id: 'dev-1',
  generation: 3,
  account_key: account.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
}
const signed = (text: string, key = account.privateKey) => sign(null, Buffer.from(text), key).toString('base64url')
const device = { deviceId: 'dev-1', generation: 3 }
const to = { device_id: 'dev-1', generation: 3 }
const token = 'mse_1'
const tokenSha256 = createHash('sha256').update(token).digest('hex')

const farewells: Farewell[] = [
  { type: 'retired', ...to, reason: '', signature: signed(enrolmentEndedText(device)) },
  { type: 'uninstall', ...to, signature: signed(uninstallText(device)) },
  { type: 'renewed', ...to, renewed_as: 5, signature: signed(renewedText({ ...device, renewedAs: 5 })) },
  { type: 'enrol_anew', ...to, token, signature: signed(enrolAnewText({ ...device, tokenSha256 })) },
]

for (const farewell of farewells) {
  test(`${farewell.type} is believed when the pinned key signed it for this enrolment, and only then`, () => {
    assert.equal(isBelieved(identity, farewell), true)
    assert.equal(isBelieved({ ...identity, generation: 4 }, farewell), false)
    assert.equal(isBelieved({ ...identity, device_id: 'dev-2' }, farewell), false)
    // Replayed against the enrolment that followed, with its number put in.
    assert.equal(isBelieved({ ...identity, generation: 4 }, { ...farewell, generation: 4 }), false)
    assert.equal(
      isBelieved(identity, { ...farewell, signature: signed('muster uninstall v1\n', stranger.privateKey) }),
      false,
    )
    const otherKey = stranger.publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
    assert.equal(isBelieved({ ...identity, account_key: otherKey }, farewell), false)
    for (const other of farewells) {
      if (other.type !== farewell.type) {
        assert.equal(isBelieved(identity, { ...farewell, signature: other.signature }), false)
      }
    }
  })
}

test('what is said beside the signature cannot be exchanged, and no generation goes back', () => {
  const [, , renewed, anew] = farewells
  assert.equal(isBelieved(identity, { ...(renewed as Extract<Farewell, { type: 'renewed' }>), renewed_as: 6 }), false)
  assert.equal(isBelieved(identity, { ...(anew as Extract<Farewell, { type: 'enrol_anew' }>), token: 'mse_2' }), false)
  const back = signed(renewedText({ ...device, renewedAs: 2 }))
  assert.equal(isBelieved(identity, { type: 'renewed', ...to, renewed_as: 2, signature: back }), false)
})
