import assert from 'node:assert/strict'
import { afterEach, beforeEach, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { DhcpResult } from '@muster/core/report/dhcp-result.ts'
import { Value } from 'typebox/value'
import { waitUntil } from '../support/embedded-server.ts'
import { type DhcpNetwork, makeDhcpNetwork, missingForDhcp } from './support/dhcp-network.ts'

const script = fileURLToPath(new URL('./support/renew-leases.ts', import.meta.url))

/** How each client is started on an interface, so that it stays in the background. */
const clients: Record<string, (name: string) => string[]> = {
  dhclient: (name) => ['dhclient', '-4', '-pf', `/run/${name}.pid`, '-lf', `/var/lib/dhcp/${name}.leases`, name],
  dhcpcd: (name) => ['dhcpcd', '-4', name],
  udhcpc: (name) => ['udhcpc', '--interface', name, '-b', '-p', `/run/${name}.pid`],
}

suite('DHCP renewal', { concurrency: true }, () => {
  for (const [client, start] of Object.entries(clients)) {
    suite(`by ${client}`, { skip: missingForDhcp(client), concurrency: 1 }, () => {
      let network: DhcpNetwork

      beforeEach(async () => {
        network = await makeDhcpNetwork()
        await lease(0)
      })

      afterEach(() => network.remove())

      async function lease(index: 0 | 1) {
        await network.startServer(index)
        await network.run(...start(`lan${index}`))
        await waitUntil(
          'there is an address',
          async () => (await network.address(`lan${index}`))?.startsWith('10.77.') ?? false,
        )
      }

      async function renew() {
        const answer = JSON.parse(await network.run(process.execPath, script))
        if (answer.data) assert.ok(Value.Check(DhcpResult, answer.data), JSON.stringify(answer))
        return answer
      }

      /** The server's own record: when the lease ends. */
      const leaseEnd = async (index: number) => Number((await network.run('cat', `/run/leases-${index}`)).split(' ')[0])

      test('the lease really ends later, the address stays, and both are reported', async () => {
        const address = await network.address('lan0')
        const [before, began] = [await leaseEnd(0), Date.now() / 1000]
        await waitUntil('a second has passed', () => Date.now() / 1000 > began + 1.1)
        const { state, data, message } = await renew()
        assert.equal(state, 'succeeded', message)
        const [seen, ...others] = data.interfaces
        assert.deepEqual(others, [])
        assert.deepEqual(
          [seen.interface, seen.client, seen.old_address, seen.new_address, seen.server, seen.renewed],
          ['lan0', client, address, address, '10.77.0.1', true],
        )
        const after = await leaseEnd(0)
        assert.ok(after > before, `${before} ${after}`)
        assert.ok(Math.abs(seen.lease_end - after) <= 1, `${seen.lease_end} is not ${after}`)
        assert.equal(seen.lease_end - seen.lease_start, 120)
        assert.equal(await network.address('lan0'), address)
      })

      // dhcpcd asks as one who renews, and to that dnsmasq says nothing of an address that it knows no more.
      if (client !== 'dhcpcd') {
        test('an address that the server gives to nobody any more is exchanged for another, and both are reported', async () => {
          const address = await network.address('lan0')
          await network.killServer(0)
          await network.run('rm', '/run/leases-0')
          await network.startServer(0, 150)
          const { state, data, message } = await renew()
          assert.equal(state, 'succeeded', message)
          const [seen] = data.interfaces
          assert.equal(seen.old_address, address)
          assert.match(seen.new_address, /^10\.77\.0\.1[5-9]\d$/)
          assert.equal(await network.address('lan0'), seen.new_address)
        })
      }

      test('of two interfaces, the one whose server is dead is reported, keeps its address, and the other is renewed', async () => {
        await lease(1)
        const addresses = [await network.address('lan0'), await network.address('lan1')]
        await network.killServer(1)
        const { state, reason, message, data } = await renew()
        assert.deepEqual([state, reason], ['failed', 'agent_error'])
        assert.match(
          message,
          new RegExp(`^lan1 \\(${client}\\): .*(no DHCP server answered|the lease did not change within 30 s)`),
        )
        assert.deepEqual(
          data.interfaces.map((one: Record<string, unknown>) => [
            one.interface,
            one.renewed,
            one.old_address,
            one.new_address,
          ]),
          [
            ['lan0', true, addresses[0], addresses[0]],
            ['lan1', false, addresses[1], addresses[1]],
          ],
        )
        assert.deepEqual([await network.address('lan0'), await network.address('lan1')], addresses)
      })
    })
  }
})
