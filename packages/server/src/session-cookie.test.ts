import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatOpenIdCookie, openIdCookieName, readCookie } from './session-cookie.ts'

test('by https no neighbouring host can plant the cookie of somebody else’s way to the provider', () => {
  const cookie = formatOpenIdCookie('https://muster.example.com', 'msc_x')
  assert.equal(cookie, '__Host-muster-openid=msc_x; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure')
  const name = openIdCookieName('https://muster.example.com')
  assert.equal(readCookie(cookie.split(';')[0], name), 'msc_x')
  assert.equal(readCookie('__Secure-muster-openid=planted; muster-openid=planted', name), undefined)
})
