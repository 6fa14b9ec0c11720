import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { agentPaths, chunkMediaType } from '@muster/core/agent/protocol.ts'
import { createKeyring } from '@muster/server/operations/keyring.ts'
import { openReport } from '@muster/server/operations/open-report.ts'
import { makeSessionToken } from '@muster/server/operations/session-token.ts'
import { addTestDevices } from '../support/fleet.ts'
import { type AgentServer, startAgentServer } from './support/agent-server.ts'
import { connect, enrolFake, post, takeCommand } from './support/fake-agent.ts'

let server: AgentServer

before(async () => {
  server = await startAgentServer({ channel: { reportBytesMax: 2_000_000 } })
})

after(() => server.close())

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** An agent with a command that wants a report, and its calls. */
async function startUpload(type = 'fetch_agent_log') {
  const agent = await enrolFake(server.base, await server.makeToken())
  const socket = await connect(server.base, agent)
  const { actionId } = await server.act(type, [agent.identity.device_id])
  const { command_id: commandId } = await takeCommand(socket)
  socket.send({ type: 'accepted', command_id: commandId })
  const headers = { authorization: `Bearer ${socket.session}` }
  const path = `${server.base}${agentPaths.reports}/${commandId}`
  return {
    agent,
    socket,
    actionId,
    commandId,
    headers,
    announce: (bytes: Buffer, over: object = {}) =>
      post(
        server.base,
        agentPaths.reports,
        {
          command_id: commandId,
          size_bytes: bytes.length,
          sha256: sha256(bytes),
          media_type: 'application/zip',
          ...over,
        },
        headers,
      ),
    send: (offset: number, bytes: Buffer, over: Record<string, string> = {}) =>
      fetch(path, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': chunkMediaType, 'upload-offset': String(offset), ...over },
        body: new Uint8Array(bytes),
      }),
    offset: async () => (await fetch(path, { method: 'HEAD', headers })).headers.get('upload-offset'),
    open: () => openReport(server.services, server.accountId, actionId, 0),
  }
}

test('a report that comes in pieces is whole, checked, and what was sent', async () => {
  const upload = await startUpload()
  const bytes = randomBytes(1_200_000)
  assert.equal((await upload.announce(bytes)).body.offset, 0)
  assert.equal(await upload.open(), undefined)
  for (let offset = 0; offset < bytes.length; offset += 500_000) {
    const answer = await upload.send(offset, bytes.subarray(offset, offset + 500_000))
    assert.equal(answer.status, 204)
    assert.equal(answer.headers.get('upload-offset'), String(Math.min(offset + 500_000, bytes.length)))
  }
  const report = await upload.open()
  assert.equal(report!.sizeBytes, bytes.length)
  assert.ok(Buffer.concat(await report!.stream.toArray()).equals(bytes))
  upload.socket.send({ type: 'result', command_id: upload.commandId, state: 'succeeded' })
  await upload.socket.next('stored')
  assert.equal((await server.commands(upload.actionId))[0]!.state, 'succeeded')
})

test('an upload goes on where it was, whatever was lost and whichever side was restarted', async () => {
  const upload = await startUpload()
  const bytes = randomBytes(300_000)
  await upload.announce(bytes)
  await upload.send(0, bytes.subarray(0, 100_000))
  const doubled = await upload.send(0, bytes.subarray(0, 100_000))
  assert.equal(doubled.status, 409)
  assert.equal(doubled.headers.get('upload-offset'), '100000')
  await server.restart()
  assert.equal(await upload.offset(), '100000')
  assert.equal((await upload.announce(bytes)).body.offset, 100_000)
  const answers = await Promise.all([0, 1, 2].map(() => upload.send(100_000, bytes.subarray(100_000, 200_000))))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409, 409])
  const last = await upload.send(200_000, bytes.subarray(200_000))
  assert.equal(last.headers.get('upload-complete'), '?1')
  assert.ok(Buffer.concat(await (await upload.open())!.stream.toArray()).equals(bytes))
  assert.deepEqual((await upload.announce(bytes)).body.complete, true)
})

test('a server that died between the last piece and its check makes the check when it is asked again', async () => {
  const upload = await startUpload()
  const bytes = randomBytes(1000)
  await upload.announce(bytes)
  await server.services.pool.query(
    `insert into report_chunk (account_id, action_id, position, start_byte, bytes)
     select account_id, action_id, position, 0, $2 from report where action_id = $1`,
    [upload.actionId, bytes],
  )
  await server.services.pool.query('update report set received_bytes = size_bytes where action_id = $1', [
    upload.actionId,
  ])
  assert.equal((await upload.announce(bytes)).body.complete, true)
  assert.ok(await upload.open())
})

test('bytes that are not what was announced are thrown away, and may be sent again', async () => {
  const upload = await startUpload()
  const bytes = randomBytes(1000)
  await upload.announce(bytes)
  const flipped = Buffer.from(bytes)
  flipped[500]! ^= 1
  const answer = await upload.send(0, flipped)
  assert.equal(answer.status, 422)
  assert.equal(answer.headers.get('upload-offset'), '0')
  assert.equal(await upload.open(), undefined)
  assert.equal((await upload.announce(bytes)).body.offset, 0)
  assert.equal((await upload.send(0, bytes)).status, 204)
  assert.ok(await upload.open())
})

test('a bundle that was packed anew begins anew', async () => {
  const upload = await startUpload()
  const [older, newer] = [randomBytes(5000), randomBytes(6000)]
  await upload.announce(older)
  await upload.send(0, older.subarray(0, 4000))
  assert.equal((await upload.announce(newer)).body.offset, 0)
  assert.equal((await upload.send(0, newer)).headers.get('upload-complete'), '?1')
  assert.equal((await upload.open())!.sizeBytes, 6000)
})

test('who may not upload, what is too large and what is no piece is refused', async () => {
  const upload = await startUpload()
  const bytes = randomBytes(1000)
  assert.equal((await upload.announce(bytes, { size_bytes: 2_000_001 })).status, 413)
  assert.equal((await upload.announce(bytes, { command_id: 'A'.repeat(43) })).status, 404)
  assert.equal((await upload.announce(bytes, { command_id: '../x' })).status, 404)
  assert.equal((await upload.send(0, bytes)).status, 404)
  await upload.announce(bytes)
  assert.equal((await upload.send(0, bytes, { 'content-type': 'application/json' })).status, 415)
  assert.equal((await upload.send(0, bytes, { 'upload-offset': '-1' })).status, 400)
  assert.equal((await upload.send(0, Buffer.concat([bytes, bytes]))).status, 400)
  assert.equal((await upload.send(0, randomBytes(513 * 1024))).status, 413)

  const other = await startUpload()
  const { body } = await post(
    server.base,
    agentPaths.reports,
    { command_id: upload.commandId, size_bytes: 1, sha256: sha256(bytes), media_type: 'application/zip' },
    other.headers,
  )
  assert.equal((body.error as { code: string }).code, 'not_found')
  for (const authorization of ['', 'Bearer x', `${other.headers.authorization.slice(0, -2)}AA`]) {
    const answer = await post(
      server.base,
      agentPaths.reports,
      {
        command_id: upload.commandId,
        size_bytes: 1,
        sha256: sha256(bytes),
        media_type: 'application/zip',
      },
      { authorization },
    )
    assert.equal(answer.status, 401)
  }
  const none = await startUpload('dhcprenew')
  assert.equal((await none.announce(bytes)).status, 409)
  assert.equal(await upload.offset(), '0')
})

test('a command whose report never came has not succeeded, whatever its agent says', async () => {
  const upload = await startUpload()
  upload.socket.send({ type: 'result', command_id: upload.commandId, state: 'succeeded' })
  await upload.socket.next('stored')
  const [seen] = await server.commands(upload.actionId)
  assert.deepEqual([seen!.state, seen!.reason], ['failed', 'agent_error'])
  assert.equal((await upload.announce(randomBytes(10))).status, 409)
})

test('the session of an ended enrolment uploads nothing', async () => {
  const upload = await startUpload()
  const bytes = randomBytes(1000)
  await upload.announce(bytes)
  await enrolFake(server.base, await server.makeToken(), { hwid: upload.agent.hwid })
  assert.equal((await upload.send(0, bytes)).status, 404)
})

test('500 uploads at once all arrive, and the connections of the database are not theirs alone', async () => {
  const { services, accountId } = server
  const ids = Array.from({ length: 500 }, (_, index) => `uploading-${index}`)
  const abilities = ['fetch_agent_log']
  await addTestDevices(
    services.pool,
    accountId,
    ids.map((deviceId) => ({ deviceId, abilities })),
  )
  const { actionId, outcomes } = await server.act('fetch_agent_log', ids)
  const { rows } = await services.pool.query<{ device_key: string; device_id: string }>(
    `select device_key, device_id from device where device_id like 'uploading-%'`,
  )
  const keys = new Map(rows.map((row) => [row.device_id, row.device_key]))
  const keyring = createKeyring(services.pool)
  const expiresAt = Math.floor(Date.now() / 1000) + 600
  const bytes = randomBytes(20_000)
  let turnedAway = 0

  /** As agents do: who is turned away comes again. */
  async function untilTaken(ask: () => Promise<{ status: number; headers: Headers }>): Promise<number> {
    for (;;) {
      const { status, headers } = await ask()
      if (status !== 429) return status
      turnedAway += 1
      await delay(Number(headers.get('retry-after')) * 1000)
    }
  }

  async function upload(deviceId: string, commandId: string): Promise<number[]> {
    const facts = { accountId, deviceKey: keys.get(deviceId)!, deviceId, generation: 1, connection: 1, expiresAt }
    const headers = { authorization: `Bearer ${await makeSessionToken(keyring, facts)}` }
    const announcement = {
      command_id: commandId,
      size_bytes: bytes.length,
      sha256: sha256(bytes),
      media_type: 'application/zip',
    }
    const announced = await untilTaken(() => post(server.base, agentPaths.reports, announcement, headers))
    const sent = await untilTaken(() =>
      fetch(`${server.base}${agentPaths.reports}/${commandId}`, {
        method: 'PATCH',
        headers: { ...headers, 'content-type': chunkMediaType, 'upload-offset': '0' },
        body: new Uint8Array(bytes),
      }),
    )
    return [announced, sent]
  }

  let waitingMost = 0
  const { connect: take } = services.pool
  services.pool.connect = ((...args: Parameters<typeof take>) => {
    const taken = take.apply(services.pool, args)
    waitingMost = Math.max(waitingMost, services.pool.waitingCount)
    return taken
  }) as typeof take
  try {
    const commandIds = ids.map((_, index) => outcomes.commandIdAt(index)!)
    const answers = await Promise.all(ids.map((deviceId, index) => upload(deviceId, commandIds[index]!)))
    assert.deepEqual(
      answers.filter(([announced, sent]) => announced !== 200 || sent !== 204),
      [],
    )
  } finally {
    services.pool.connect = take
  }
  assert.ok(waitingMost < services.pool.options.max, `${waitingMost} waited for a connection`)
  assert.ok(turnedAway > 0, 'who comes when too many wait is turned away')
  const { rows: complete } = await services.pool.query(
    'select count(*)::integer as count from report where action_id = $1 and completed_at is not null',
    [actionId],
  )
  assert.equal(complete[0].count, 500)
})
