import type { ScanningAgent } from '../../fleet/support/scanning-agent.ts'
import { waitUntil } from '../../support/embedded-server.ts'
import type { NativeCall } from '../../support/native-client.ts'

/** What counts, what some devices say to that, who is told, and how long things are kept. Returns the webhook’s id. */
export async function decideForOffice(call: NativeCall, agents: readonly ScanningAgent[]): Promise<string> {
  await call('PUT', '/compliance-policy', {
    checks: [
      { check: 'disk_encryption', severity: 'critical', grace_seconds: 7 * 86_400 },
      { check: 'firewall', severity: 'critical' },
      { check: 'os_updates', severity: 'warning', grace_seconds: 14 * 86_400 },
      { check: 'reboot_pending', severity: 'warning', grace_seconds: 3 * 86_400 },
    ],
  })
  await call('PUT', '/groups/kiosks/compliance-policy', {
    checks: [
      { check: 'disk_encryption', severity: 'warning', grace_seconds: 30 * 86_400 },
      { check: 'firewall', severity: 'critical' },
      { check: 'screen_lock', severity: 'critical', grace_seconds: 3600 },
      { check: 'unwanted_software', severity: 'critical', names: ['telnetd', 'xmrig'] },
    ],
  })
  for (const agent of agents.slice(14, 18)) sayChecks(agent)
  await waitUntil('the checks of the kiosks count', async () => {
    return (await call('GET', '/devices/count?severity=critical&group_id=kiosks')).body.devices === 4
  })
  await call('PUT', '/retention', {
    unseen_devices: { days: 180, record: 'archive' },
    logs_days: 400,
    reports_days: 30,
  })
  const { webhook_id } = (
    await call('POST', '/webhooks', {
      url: 'https://siem.example.com/hooks/muster',
      description: 'Security operations',
      event_types: ['device.status_changed', 'action.ended', 'command.failed'],
    })
  ).body
  // What it was told is written by `ageOffice`: nothing is sent from here to a name that is nobody’s.
  await call('PATCH', `/webhooks/${webhook_id}`, { enabled: false })
  return webhook_id
}

function sayChecks({ socket }: ScanningAgent): void {
  const taken_at = Math.floor(Date.now() / 1000)
  const check = (name: string, result: 'pass' | 'fail' | 'unknown', facts = {}) => ({
    check: name,
    result,
    facts,
    taken_at,
  })
  socket.send({
    type: 'checks',
    checks: [
      check('disk_encryption', 'fail', { volumes: [{ mount: '/', encrypted: false }] }),
      check('firewall', 'pass'),
      check('os_updates', 'fail', { missing_total: 3 }),
      check('screen_lock', 'unknown'),
      check('unwanted_software', 'fail', { found: [{ name: 'telnetd', version: '0.17' }] }),
    ],
    looked_for: ['telnetd', 'xmrig'],
  })
}
