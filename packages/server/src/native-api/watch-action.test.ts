import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { after, before, test } from 'node:test'
import { stateCode, type TargetState } from '@muster/core/action/life-cycle.ts'
import type { ActionProgress, ChangedTarget } from '@muster/core/api/action-events.ts'
import { addTestDevices } from '../../../../tests/support/fleet.ts'
import { type NativeServer, startNativeServer } from '../../../../tests/support/native-client.ts'

let server: NativeServer
let token: string
const ids = Array.from({ length: 2500 }, (_, index) => `dev-${index}`)

before(async () => {
  server = await startNativeServer()
  await addTestDevices(
    server.services.pool,
    server.accountId,
    ids.map((deviceId) => ({ deviceId, abilities: ['dhcprenew', 'fetch_agent_log'] })),
  )
  token = await server.getToken(await server.addClient())
})
after(() => server.close())

interface Heard {
  readonly id: string | undefined
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes
  readonly data: any
}

/** A stream of events as a browser reads it, each over a connection of its own. */
async function open(actionId: string, lastId?: string) {
  const url = `${server.base}/api/v1/actions/${actionId}/events`
  const headers = { authorization: `Bearer ${token}`, ...(lastId && { 'last-event-id': lastId }) }
  const sent = request(url, { agent: false, headers })
  sent.on('error', () => undefined)
  const [answer] = (await once(sent.end(), 'response')) as [IncomingMessage]
  answer.on('error', () => undefined)
  answer.setEncoding('utf8')
  const heard: Heard[] = []
  const events = read(answer)
  return {
    status: answer.statusCode,
    headers: answer.headers,
    heard,
    /** Reads on until an event is the one; undefined: the stream ended. */
    async until(isIt: (event: Heard) => boolean): Promise<Heard | undefined> {
      for (;;) {
        const next = await events.next()
        if (next.done) return undefined
        heard.push(next.value)
        if (isIt(next.value)) return next.value
      }
    },
    leave: () => sent.destroy(),
  }
}

async function* read(body: AsyncIterable<string>): AsyncGenerator<Heard, undefined> {
  let text = ''
  for await (const part of body) {
    text += part
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
      )
      text = text.slice(end + 2)
      const event = fields.get('event')
      if (event) yield { id: fields.get('id'), event, data: JSON.parse(fields.get('data')!) }
    }
  }
  return undefined
}

async function act(deviceIds: readonly string[], type = 'dhcprenew'): Promise<string> {
  const { body, text } = await server.call('POST', '/actions?targets=false', { type, devices: { ids: deviceIds } })
  assert.ok(body?.action_id, text)
  return body.action_id
}

/** What agents would bring about; `told`: this process heard of it. */
async function move(actionId: string, positions: readonly number[], state: TargetState, told = true): Promise<void> {
  await server.services.pool.query(
    `update target set state = $3, open = $4, ended_at = case when $4 then null else now() end, progress = 50
     where action_id = $1 and position = any($2)`,
    [actionId, positions, stateCode(state), stateCode(state) >= stateCode('held')],
  )
  if (told) server.services.bus.emit('targets-changed', { accountId: server.accountId, actionId })
}

/**
 * Until what was begun before has ended, in all databases of the cluster: as long as it goes on, what was written lately
 * may be told again.
 */
async function othersEnd(): Promise<void> {
  const { pool } = server.services
  const { rows } = await pool.query('select pg_current_xact_id()::text as now')
  for (;;) {
    const { rows: past } = await pool.query('select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as past', [
      rows[0].now,
    ])
    if (past[0].past) return
  }
}

const all = (count: number) => Array.from({ length: count }, (_, position) => position)
const targetsOf = (heard: readonly Heard[]): ChangedTarget[] =>
  heard.filter(({ event }) => event === 'targets').flatMap(({ data }) => data.targets)
const isAction = ({ event }: Heard) => event === 'action'
const isDone = ({ event, data }: Heard) => event === 'action' && (data as ActionProgress).state === 'done'

test('a watcher hears the counts at once, each target that changes, and the end', async () => {
  const actionId = await act(ids.slice(0, 4))
  await othersEnd()
  const stream = await open(actionId)
  assert.equal(stream.headers['content-type'], 'text/event-stream; charset=utf-8')
  const first = await stream.until(isAction)
  assert.deepEqual([first?.data.counts, first?.data.state], [{ queued: 4 }, 'waiting'])
  await move(actionId, [1, 2], 'running')
  const running = await stream.until(isAction)
  assert.deepEqual(running?.data.counts, { queued: 2, running: 2 })
  assert.deepEqual(
    targetsOf(stream.heard).map(({ position, state, progress }) => [position, state, progress]),
    [
      [1, 'running', 50],
      [2, 'running', 50],
    ],
  )
  await move(actionId, all(4), 'succeeded')
  const done = await stream.until(isDone)
  assert.deepEqual(done?.data.counts, { succeeded: 4 })
  assert.equal((await stream.until(() => true))?.event, 'end')
  assert.equal(await stream.until(() => true), undefined)
})

test('what changed while nobody watched comes first, and nothing else', async () => {
  const actionId = await act(ids.slice(10, 15))
  await othersEnd()
  const before = await open(actionId)
  const id = (await before.until(isAction))!.id!
  before.leave()
  await move(actionId, [3], 'failed', false)
  const again = await open(actionId, id)
  await again.until(isAction)
  assert.deepEqual(
    targetsOf(again.heard).map(({ position, state }) => [position, state]),
    [[3, 'failed']],
  )
  await move(actionId, [0, 1, 2, 4], 'succeeded', false)
  await again.until(({ event }) => event === 'end')
  await othersEnd()
  const missed = await open(actionId, id)
  const last = (await missed.until(isDone))!
  await missed.until(({ event }) => event === 'end')
  assert.deepEqual(
    targetsOf(missed.heard).map(({ position }) => position),
    [0, 1, 2, 3, 4],
  )
  assert.equal((await open(actionId, last.id)).status, 204)
})

test('all who watch are told the same, also of thousands at once and of what another process did', async () => {
  const actionId = await act(ids, 'fetch_agent_log')
  const streams = await Promise.all([open(actionId), open(actionId), open(actionId)])
  await Promise.all(streams.map((stream) => stream.until(isAction)))
  await move(actionId, all(2500), 'succeeded', false)
  await Promise.all(streams.map((stream) => stream.until(({ event }) => event === 'end')))
  for (const { heard } of streams) {
    assert.equal(new Set(targetsOf(heard).map(({ position }) => position)).size, 2500)
    assert.ok(heard.every(({ data }) => (data.targets?.length ?? 0) <= 1000))
  }
})

test('more news at once than a reader may be behind by reaches whoever reads, at once and on coming again', async () => {
  const actionId = await act(ids, 'fetch_agent_log')
  const stream = await open(actionId)
  const { id } = (await stream.until(isAction))!
  await server.services.pool.query('update target set message = $2 where action_id = $1', [actionId, 'm'.repeat(4000)])
  await move(actionId, all(2500), 'failed', false)
  const again = await open(actionId, id)
  for (const { until, heard } of [stream, again]) {
    assert.ok(await until(({ event }) => event === 'end'))
    assert.equal(new Set(targetsOf(heard).map(({ position }) => position)).size, 2500)
  }
})

test('a mark of the future, and one that is none, lose nothing: all is told, or the request is refused', async () => {
  const actionId = await act(ids.slice(20, 23))
  await move(actionId, all(3), 'failed', false)
  const stream = await open(actionId, '999999999999')
  await stream.until(({ event }) => event === 'end')
  assert.equal(targetsOf(stream.heard).length, 3)
  assert.equal((await open(actionId, 'x')).status, 400)
  assert.equal((await open('00000000-0000-7000-8000-000000000000')).status, 404)
})

test('there is room for so many watchers, and who leaves makes room', async () => {
  const actionId = await act(ids.slice(30, 31))
  const streams: Awaited<ReturnType<typeof open>>[] = []
  while (streams.length < 64) streams.push(await open(actionId))
  assert.ok(streams.every(({ status }) => status === 200))
  assert.equal((await open(actionId)).status, 503)
  streams.pop()!.leave()
  let next = await open(actionId)
  while (next.status !== 200) next = await open(actionId)
  next.leave()
  for (const stream of streams) stream.leave()
})

test('a server that stops sends its watchers away instead of waiting for them', async () => {
  const actionId = await act(ids.slice(40, 41))
  const stream = await open(actionId)
  await stream.until(isAction)
  server.services.bus.emit('stopping')
  assert.equal(await stream.until(() => false), undefined)
})
