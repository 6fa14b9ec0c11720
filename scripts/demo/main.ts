import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { print, ShowingClient } from './client.ts'
import { setPolicy, showCompliance, simulatedAgents } from './compliance.ts'
import { simulatedDevices } from './fleet.ts'
import { listZip } from './list-zip.ts'
import { openDemo } from './processes.ts'

/**
 * npm run demo: the main job on a throw-away server with its embedded PostgreSQL, one real agent on this machine, 25
 * devices managed elsewhere, and simulated agents whose devices comply or not. Leaves the server running; with --exit it stops, and the exit status tells whether all went well.
 */
const { values: options } = parseArgs({ options: { exit: { type: 'boolean', default: false } } })
const demo = await openDemo()
let stopping = false
const stop = async (status: number) => {
  if (stopping) return
  stopping = true
  await demo.close()
  process.exit(status)
}
process.on('SIGINT', () => void stop(130))
process.on('SIGTERM', () => void stop(143))

try {
  await mainJob()
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : error}\n`)
  await stop(1)
}

async function mainJob(): Promise<void> {
  print(`# Muster demo, in ${demo.directory}\n`)
  const { url, operatorToken, setUpLink, pid } = await demo.startServer()
  print(`Server: ${url} (process ${pid}), on its embedded PostgreSQL.`)
  const client = new ShowingClient(url)
  const agentId = await addFleet(client, url, operatorToken)
  const { token } = await openApplication(client, operatorToken)
  const ids = [agentId, ...simulatedDevices.map(({ device_id }) => device_id)]
  const device = (path: string) => `/o/api/v3.3/devices/${path}`

  await client.send({
    title: 'Exempt 25 devices for 8 hours: 1 done, 0 failed, -1 not supported on this device',
    path: device('action'),
    token,
    json: { types: 'exempt', ids: ids.slice(1), params: { exempt_time: 8 } },
    show: showStatuses,
  })
  await client.send({
    title: 'Move them all to the group "lab", by MAC address in whatever spelling',
    path: device('action'),
    token,
    json: {
      types: 'assign_to_group',
      macs: simulatedDevices.map(({ macs }, index) =>
        index % 2 ? macs[0]!.toUpperCase() : macs[0]!.replaceAll(':', '-'),
      ),
      params: { group_id: 'lab' },
    },
    show: showStatuses,
  })
  const fetched = (await client.send({
    title: 'Ask all of them, and one that does not exist, for the log of their agent',
    path: device('action'),
    token,
    json: { types: 'fetch_agent_log', ids: [...ids, 'no-such-device'] },
    show: showStatuses,
  })) as { id: string; status: number; command_id: string }[]
  await getReport(client, token, fetched.find(({ id }) => id === agentId)!.command_id)
  await showCompliance(client, { url, operatorToken, token })
  await client.send({
    title: 'The log: who did what, and through what',
    path: '/o/api/v3.3/logs',
    token,
    json: { event_category: 'device', limit: 100 },
    show: (answer) => {
      const { logs } = answer as { logs: { device_id: string }[] }
      const shown = [...logs.filter(({ device_id }) => device_id === agentId), ...logs.slice(0, 4)]
      return `${shown.map((entry) => JSON.stringify(entry)).join('\n')}\n… and more: ${logs.length} on this page`
    },
  })
  if (options.exit) {
    print('Done; everything is stopped and removed.')
    return stop(0)
  }
  print(`The console: ${url}; become its first administrator by ${setUpLink}`)
  print(`The server stays at ${url}; the operator token is in ${demo.directory}/server/operator.token.`)
  print(`Try: MUSTER_URL=${url} MUSTER_DATA_DIR=${demo.directory}/server npx muster device list`)
  print('Ctrl-C stops it and removes everything.')
  await demo.untilServerEnds()
  await stop(stopping ? 0 : 1)
}

/** One real agent, 25 records of devices managed elsewhere, simulated agents; returns the real agent's device id. */
async function addFleet(client: ShowingClient, url: string, token: string): Promise<string> {
  const enrolment = (await client.send({
    title: 'A token that lets agents enrol',
    path: '/api/v1/enrolment-tokens',
    token,
    json: { uses: 1 + simulatedAgents, expires_in_seconds: 600 },
  })) as { token: string }
  const agent = await demo.startAgent(url, enrolment.token)
  print(`Agent: enrolled on this machine with a key of its own (process ${agent.pid}).\n`)
  await client.send({ title: 'A group', path: '/api/v1/groups', token, json: { group_id: 'lab', name: 'Lab' } })
  await client.send({
    title: 'Import 25 devices that are managed elsewhere',
    path: '/api/v1/devices/import',
    token,
    json: { devices: simulatedDevices },
  })
  const devices = (await client.send({
    title: 'The devices',
    method: 'GET',
    path: '/api/v1/devices?limit=100',
    token,
    show: (answer) => {
      const { items } = answer as { items: Record<string, string>[] }
      const line = ({ hostname, status, os, agent_type, agent_name, agent_version }: Record<string, string>) =>
        `${hostname!.padEnd(20)} ${status!.padEnd(21)} ${os!.padEnd(8)} ${agent_type!.padEnd(18)} ${agent_name} ${agent_version}`
      return items.map(line).join('\n')
    },
  })) as { items: { device_id: string; source: string }[] }
  await setPolicy(client, token)
  demo.startSimulatedAgents(url, enrolment.token, simulatedAgents)
  print(`Agents: ${simulatedAgents} simulated ones come, and tell what they find on their devices.\n`)
  return devices.items.find(({ source }) => source === 'agent')!.device_id
}

async function openApplication(client: ShowingClient, operatorToken: string): Promise<{ token: string }> {
  const application = (await client.send({
    title: 'An OAuth application for the client; its secret is shown once',
    path: '/api/v1/applications',
    token: operatorToken,
    json: { name: 'Demo script' },
  })) as { client_id: string; client_secret: string }
  const answer = (await client.send({
    title: 'From here on, what any client of the API does. A token:',
    path: '/o/oauth/token',
    form: {
      grant_type: 'client_credentials',
      client_id: application.client_id,
      client_secret: application.client_secret,
    },
  })) as { access_token: string }
  return { token: answer.access_token }
}

/** Asks until the ZIP is there. The limit is ten requests a minute, so not too often. */
async function getReport(client: ShowingClient, token: string, commandId: string): Promise<void> {
  const path = `/o/api/v3.1/get_reports?type=agent_log&command_id=${commandId}`
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    const { bytes, type } = await client.fetch({ title: 'The report', method: 'GET', path, token })
    if (type === 'application/zip') {
      print(`   ${type}, ${bytes.length} bytes, from the agent on this machine:`)
      for (const { name, size } of listZip(bytes)) print(`   ${String(size).padStart(8)}  ${name}`)
      print('')
      return
    }
    print(`   ${bytes.toString()}\n`)
    await wait(1500)
  }
  throw new Error('the report of the agent did not come')
}

function showStatuses(answer: unknown): string {
  const entries = answer as { id: string; status: number; command_id: string }[]
  return entries
    .map(({ id, status, command_id }) => `${String(status).padStart(2)}  ${id}  ${command_id}`.trimEnd())
    .join('\n')
}
