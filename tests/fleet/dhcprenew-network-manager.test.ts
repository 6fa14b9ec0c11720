import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '../support/embedded-server.ts'
import { type DhcpNetwork, makeDhcpNetwork, missingForDhcp } from './support/dhcp-network.ts'
import { networkManagerPrograms, readApplied, startNetworkManager } from './support/network-manager.ts'

const script = fileURLToPath(new URL('./support/renew-leases.ts', import.meta.url))

suite('DHCP renewal by NetworkManager', { skip: missingForDhcp(...networkManagerPrograms) }, () => {
  let network: DhcpNetwork

  beforeEach(async () => {
    network = await makeDhcpNetwork()
    await network.startServer(0)
    await startNetworkManager(network)
  })

  afterEach(() => network.remove())

  const renew = async () => JSON.parse(await network.run(process.execPath, script))
  /** The server's own record: when the lease ends. */
  const leaseEnd = async () => Number((await network.run('cat', '/run/leases-0')).split(' ')[0])
  const passSecond = async () => {
    const began = Date.now()
    await waitUntil('a second has passed', () => Date.now() > began + 1100)
  }
  test('the lease really ends later; addresses, routes and edits of the owner stay as they are', async () => {
    await network.run('ip', 'address', 'add', '10.99.0.1/24', 'dev', 'lan0')
    await network.run('ip', 'route', 'add', '10.98.0.0/16', 'via', '10.99.0.5')
    await network.run('nmcli', 'connection', 'modify', 'the lan', 'ipv4.dns-search', 'not-activated.example')
    const [address, routes] = [await network.address('lan0'), await network.run('ip', 'route')]
    const applied = await readApplied(network)
    const before = await leaseEnd()
    await passSecond()
    const { state, data, message } = await renew()
    assert.equal(state, 'succeeded', message)
    const [seen, ...others] = data.interfaces
    assert.deepEqual(
      [seen.interface, seen.client, seen.old_address, seen.new_address, seen.server, seen.renewed, others],
      ['lan0', 'NetworkManager', address, address, '10.77.0.1', true, []],
    )
    assert.ok((await leaseEnd()) > before)
    assert.ok(Math.abs(seen.lease_end - (await leaseEnd())) <= 1)
    assert.equal(await network.run('ip', 'route'), routes)
    assert.equal(await readApplied(network), applied)
  })

  test('a dead server is reported, its address stays, and once it is back a renewal works and leaves no trace', async () => {
    const [address, applied] = [await network.address('lan0'), await readApplied(network)]
    await network.killServer(0)
    const { state, message } = await renew()
    assert.deepEqual([state, await network.address('lan0')], ['failed', address])
    assert.match(message, /^lan0 \(NetworkManager\): the lease did not change within 30 s/)
    assert.match(await readApplied(network), /"dhcp-timeout":\{"type":"i","data":1500000000\}/)
    await network.startServer(0)
    await passSecond()
    assert.equal((await renew()).state, 'succeeded')
    assert.deepEqual([await network.address('lan0'), await readApplied(network)], [address, applied])
  })
})
