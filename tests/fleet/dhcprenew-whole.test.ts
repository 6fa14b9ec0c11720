import assert from 'node:assert/strict'
import { connect, createServer, type Server } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { waitUntil } from '../support/embedded-server.ts'
import { createCall, type NativeCall } from '../support/native-client.ts'
import { startWholeServer, type WholeServer } from '../support/whole-server.ts'
import { openWireClient } from '../support/wire-client.ts'
import { type AgentProcess, makeAgentProcess } from './support/agent-process.ts'
import { type DhcpNetwork, makeDhcpNetwork, missingForDhcp } from './support/dhcp-network.ts'

suite('DHCP renewal, from the wire API to the lease', { skip: missingForDhcp('dhclient') }, () => {
  let server: WholeServer
  let call: NativeCall
  let network: DhcpNetwork
  let relay: Server
  let agent: AgentProcess

  before(async () => {
    server = await startWholeServer()
    call = createCall(server.url, server.operatorToken)
    network = await makeDhcpNetwork()
    const host = await network.linkToHost()
    relay = await relayTo(host, Number(new URL(server.url).port))
    agent = await makeAgentProcess({ inside: network.inside })
    const { body } = await call('POST', '/enrolment-tokens', {})
    const { port } = relay.address() as { port: number }
    const { code, errors } = await agent.enrol(`http://${host}:${port}`, body.token)
    assert.equal(code, 0, errors)
    agent.start()
  })

  after(async () => {
    await network.remove()
    await agent.remove()
    relay.close()
    await server.close()
  })

  async function renew(deviceId: string) {
    const wire = await openWireClient(server)
    const [answer] = await wire.act({ types: 'dhcprenew', ids: [deviceId] })
    assert.equal(answer!.status, 1)
    const { body } = await call('GET', '/actions?type=dhcprenew&limit=1')
    const { action_id } = body.items[0]
    const target = async () => (await call('GET', `/actions/${action_id}/targets`)).body.items[0]
    await waitUntil('the renewal ends', async () => (await target()).ended_at !== null, 60)
    return target()
  }

  test('a renewal changes the lease, and the device’s inventory follows; a dead server’s is reported as failed', async () => {
    const deviceId = await agent.deviceId()
    const show = async () => (await call('GET', `/devices/${deviceId}`)).body
    await waitUntil('it is online', async () => (await show()).online)
    const without = await renew(deviceId)
    assert.deepEqual([without.state, without.reason], ['failed', 'no_dhcp_client'])

    await network.startServer(0)
    await network.run('dhclient', '-4', '-pf', '/run/lan0.pid', '-lf', '/var/lib/dhcp/lan0.leases', 'lan0')
    const address = await network.address('lan0')
    const renewed = await renew(deviceId)
    assert.equal(renewed.state, 'succeeded', renewed.message)
    const [lease, ...others] = renewed.result.interfaces
    // The link to this machine has an address too, of no DHCP client.
    assert.deepEqual(others, [])
    assert.deepEqual(
      [lease.interface, lease.client, lease.old_address, lease.new_address, lease.renewed],
      ['lan0', 'dhclient', address, address, true],
    )
    const leaseOf = async () => {
      const { inventory } = await show()
      return inventory.network.find(({ name }: { name: string }) => name === 'lan0')?.dhcp
    }
    await waitUntil('its inventory has the lease', async () => (await leaseOf())?.expires_at === lease.lease_end)
    assert.deepEqual(await leaseOf(), {
      server: '10.77.0.1',
      obtained_at: lease.lease_start,
      expires_at: lease.lease_end,
    })

    await network.killServer(0)
    const failed = await renew(deviceId)
    assert.deepEqual([failed.state, failed.reason], ['failed', 'agent_error'])
    assert.equal(failed.message, 'lan0 (dhclient): no DHCP server answered; the address was left as it is.')
    assert.deepEqual(
      failed.result.interfaces.map((one: Record<string, unknown>) => [one.interface, one.renewed, one.new_address]),
      [['lan0', false, address]],
    )
    assert.equal(await network.address('lan0'), address)
  })
})

/** The server listens on loopback, which the network cannot reach. */
async function relayTo(host: string, port: number): Promise<Server> {
  const relay = createServer((socket) => {
    const onward = connect(port, '127.0.0.1')
    for (const end of [socket, onward]) {
      end.on('error', () => undefined)
      end.on('close', () => {
        socket.destroy()
        onward.destroy()
      })
    }
    socket.pipe(onward).pipe(socket)
  })
  await new Promise<void>((resolve) => relay.listen(0, host, resolve))
  return relay
}
