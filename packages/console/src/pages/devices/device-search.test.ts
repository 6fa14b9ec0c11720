import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf } from '../../api/endpoint.ts'
import { parseSearch, stringifySearch } from '../../search.ts'
import { type DeviceSearch, filterOf, readDeviceSearch } from './device-search.ts'

const searches: readonly DeviceSearch[] = [
  {},
  { os: ['linux', 'mac'], online: false, q: 'a & b, c', sort: '-last_seen' },
  { identity: ['department=Sales, north'], finding_signature: ['Win.Test, 1', 'Eicar'] },
  { identity: ['a=1', 'b=2,3'], exempt: true, last_seen_within: 3600, ever_seen: false },
  { group_id: ['default'], agent_version: ['7.6.0', '1.0'], exempt_ends_within: 60 },
]

test('what is shown is what its address says, whatever commas are in it', () => {
  for (const search of searches) assert.deepEqual(readDeviceSearch(parseSearch(stringifySearch(search))), search)
})

test('the API is asked for the same filter: each value of a list stands by itself', () => {
  const address = addressOf('/api/v1/devices', { query: filterOf(searches[2]!) })
  const params = new URL(address, 'http://localhost').searchParams
  assert.deepEqual(params.getAll('identity'), ['department=Sales, north'])
  assert.deepEqual(params.getAll('finding_signature'), ['Win.Test, 1', 'Eicar'])
  assert.equal(
    addressOf('/api/v1/devices', { query: { os: ['linux', 'mac'], q: '' } }),
    '/api/v1/devices?os=linux&os=mac',
  )
})

test('every key of the device filter is read from the address', async () => {
  const { DeviceFilter } = await import('@muster/core/device/device-filter.ts')
  const read = readDeviceSearch(Object.fromEntries(Object.keys(DeviceFilter.properties).map((key) => [key, '1'])))
  assert.deepEqual(
    Object.keys(read).toSorted(),
    Object.keys(DeviceFilter.properties)
      .filter((key) => key !== 'all')
      .toSorted(),
  )
})
