import { loadavg } from 'node:os'
import { closeConnections, send } from '../support/request.ts'
import { atMost, type BenchResult, measured } from '../support/result.ts'
import { type BenchServer, startBenchServer } from '../support/server.ts'
import { median, percentile } from '../support/statistics.ts'
import { addMixedFleet, fleetSize } from './fleet.ts'

const requestsMin = 20
const lookMillisMax = 200
const planMillisMax = 2000

interface Look {
  readonly name: string
  readonly path: string
  /** What a right answer has. */
  readonly check: (answer: { items: unknown[]; devices: number; total: number }) => boolean
}

const isPage = ({ items }: { items: unknown[] }) => items.length === 50
const looks: readonly Look[] = [
  { name: 'first page', path: '/devices?limit=50', check: isPage },
  { name: 'first page by name', path: '/devices?limit=50&sort=hostname', check: isPage },
  { name: 'first page by last seen', path: '/devices?limit=50&sort=-last_seen', check: isPage },
  {
    name: 'page by status, OS, connection',
    path: '/devices?limit=50&status=compliant,non_compliant&os=linux,windows&online=true',
    check: isPage,
  },
  {
    name: 'page by version and last seen',
    path: '/devices?limit=50&agent_version_below=8.0&last_seen_within=864000',
    check: isPage,
  },
  { name: 'page by text', path: '/devices?limit=50&q=kiosk-1', check: isPage },
  {
    name: 'text that nothing has',
    path: '/devices?limit=50&q=nothing-has-this',
    check: ({ items }) => items.length === 0,
  },
  { name: 'count of all', path: '/devices/count?all=true', check: ({ devices }) => devices === fleetSize },
  {
    name: 'count by status, version, connection',
    path: '/devices/count?status=compliant&agent_version_from=8.0&online=false',
    check: ({ devices }) => devices > 0 && devices < fleetSize,
  },
  {
    name: 'count by text',
    path: '/devices/count?q=kiosk-1',
    check: ({ devices }) => devices > 0 && devices < fleetSize,
  },
  { name: 'facets', path: '/devices/facets?os=linux', check: ({ devices }) => devices > 0 && devices < fleetSize },
]

/** What the console asks of 100 000 devices, over HTTP as a browser does: bars are absolute, as people's patience is. */
export async function benchConsole({ rounds }: { rounds: number }): Promise<BenchResult[]> {
  const server = await startBenchServer()
  const requests = Math.max(requestsMin, rounds)
  try {
    await addMixedFleet(server)
    const load = loadavg()[0]!
    const results: BenchResult[] = [measured('load of the machine before, a minute', load, '')]
    for (const { name, path, check } of looks) {
      results.push(await measure(name, requests, lookMillisMax, async () => get(server, path, check)))
    }
    results.push(await measureDepth(server, requests))
    results.push(await measure('overview', requests, lookMillisMax, async () => get(server, '/overview', () => true)))
    for (const [name, filter] of [
      ['select all and plan', { all: true }],
      ['select by filter and plan', { agent_version_from: '8.0', status: ['compliant', 'non_compliant', 'unknown'] }],
    ] as const) {
      results.push(await measure(name, requests, planMillisMax, () => plan(server, filter)))
    }
    results.push(measured('load of the machine after, a minute', loadavg()[0]!, ''))
    return results
  } finally {
    closeConnections()
    await server.close()
  }
}

async function get({ url, operatorToken }: BenchServer, path: string, check: Look['check']): Promise<number> {
  const { bytes, millis } = await send(`${url}/api/v1${path}`, { method: 'GET', token: operatorToken })
  if (!check(JSON.parse(bytes.toString())))
    throw new Error(`a wrong answer to ${path}: ${bytes.toString().slice(0, 300)}`)
  return millis
}

async function plan({ url, operatorToken }: BenchServer, filter: object): Promise<number> {
  const body = JSON.stringify({ type: 'exempt', devices: { filter } })
  const { bytes, millis } = await send(`${url}/api/v1/actions/plan?targets=false`, { token: operatorToken, body })
  const { counts } = JSON.parse(bytes.toString()) as { counts: Record<string, number> }
  const planned = Object.values(counts).reduce((sum, count) => sum + count, 0)
  if ('all' in filter ? planned !== fleetSize : planned === 0) throw new Error(`a wrong plan: ${bytes.toString()}`)
  return millis
}

/** The pages behind the thirty-thousandth device, in the order of names. */
async function measureDepth(server: BenchServer, requests: number): Promise<BenchResult> {
  const { url, operatorToken } = server
  let cursor = ''
  const next = async (limit: number) => {
    const path = `/devices?sort=hostname&limit=${limit}${cursor && `&cursor=${cursor}`}`
    const { bytes, millis } = await send(`${url}/api/v1${path}`, { method: 'GET', token: operatorToken })
    cursor = (JSON.parse(bytes.toString()) as { next_cursor: string }).next_cursor
    if (cursor === null) throw new Error('the list ended too early')
    return millis
  }
  for (let page = 0; page < 30; page += 1) await next(1000)
  return measure('next page at depth, by name', requests, lookMillisMax, () => next(50))
}

async function measure(name: string, requests: number, bar: number, ask: () => Promise<number>): Promise<BenchResult> {
  // The first rounds warm caches, plans and the compiler up.
  for (let round = 0; round < 3; round += 1) await ask()
  const millis: number[] = []
  while (millis.length < requests) millis.push(await ask())
  process.stderr.write(`  ${name}: median ${median(millis).toFixed(0)} ms\n`)
  return atMost(`${name}: p95 of ${requests}, ${fleetSize} devices`, percentile(millis, 95), 'ms', bar)
}
