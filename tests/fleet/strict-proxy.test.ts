import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { waitUntil } from '../support/embedded-server.ts'
import { startAgentServer } from './support/agent-server.ts'
import { startSimulator } from './support/simulator-process.ts'
import { startStrictProxy } from './support/strict-proxy.ts'

/** The server asks for a heartbeat every 25 s, and such proxies cut after 60 s; here all of it is 25 times as fast. */
const heartbeatSeconds = 1
const idleMilliseconds = 2400

test('large reports, and connections on which nothing happens, pass a proxy with a limit of 1 MB and an idle timeout', async () => {
  const server = await startAgentServer({ channel: { heartbeatSeconds } })
  const proxy = await startStrictProxy(server.base, { bodyBytesMax: 1_000_000, idleMilliseconds })
  const token = await server.makeToken({ uses: 3 })
  const knobs = ['--count', '3', '--log-size', '3000000', '--work-time', '0']
  const simulator = startSimulator('--server', proxy.url, '--token', token, ...knobs)
  try {
    const online = async () => {
      const { rows } = await server.services.pool.query(
        'select d.device_id from device_presence p join device d using (account_id, device_key) where p.online',
      )
      return rows.map(({ device_id }) => device_id as string)
    }
    await waitUntil('all are online', async () => (await online()).length === 3)
    const { actionId } = await server.act('fetch_agent_log', await online())
    await waitUntil('all have brought their log', async () =>
      (await server.commands(actionId)).every(({ state }) => state === 'succeeded'),
    )
    // Longer than the proxy bears silence.
    await delay(2 * idleMilliseconds)
    const { code, summary } = await simulator.interrupt()
    assert.equal(code, 0)
    assert.equal(summary!.counts.uploads, 3)
    assert.ok(summary!.counts.uploaded_bytes > 9_000_000)
    assert.equal(summary!.counts.reconnects, 0)
    assert.deepEqual(summary!.errors, {})
    assert.deepEqual(
      proxy.cut.filter((why) => why !== 'idle'),
      [],
    )
  } finally {
    await simulator.kill()
    await proxy.close()
    await server.close()
  }
})
