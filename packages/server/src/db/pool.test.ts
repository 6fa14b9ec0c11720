import assert from 'node:assert/strict'
import { createServer, type Server, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import type { Pool } from 'pg'
import { createTestDatabase, onServer } from '../../../../tests/support/database.ts'
import { openDatabase, redactUrl } from './pool.ts'
import { inTransaction } from './transaction.ts'

let database: { url: string; drop(): Promise<void> }
let pool: Pool

before(async () => {
  database = await createTestDatabase()
  pool = await openDatabase(database.url)
  await pool.query('create table note (text text unique deferrable initially deferred)')
})

after(async () => {
  await pool.end()
  await database.drop()
})

const count = async () => Number((await pool.query('select count(*) from note')).rows[0].count)

test('bigint arrives as text, whole', async () => {
  assert.deepEqual((await pool.query('select 9007199254740993::bigint as big')).rows, [{ big: '9007199254740993' }])
})

test('statements are not compiled, whatever the server does by itself, unless the address says so', async () => {
  const { rows } = await pool.query(`select format('alter database %I set jit = on', current_database()) as statement`)
  await pool.query(rows[0].statement)
  const asked = `${database.url}${database.url.includes('?') ? '&' : '?'}options=-c%20jit%3Don`
  for (const [url, jit] of [
    [database.url, 'off'],
    [asked, 'on'],
  ] as const) {
    const other = await openDatabase(url)
    try {
      assert.deepEqual((await other.query('show jit')).rows, [{ jit }])
    } finally {
      await other.end()
    }
  }
})

test('a server older than 15 is refused with the remedy', async () => {
  const old = await pretendServer({ server_version_num: '140012' })
  try {
    await assert.rejects(
      openDatabase(`postgresql://muster:secret@127.0.0.1:${old.port}/muster?sslmode=disable`),
      (error: Error) => {
        assert.match(error.message, /PostgreSQL 14\.12; Muster needs 15 or newer.*DATABASE_URL/)
        assert.doesNotMatch(error.message, /secret/)
        return true
      },
    )
  } finally {
    old.server.close()
  }
})

test('a server that cannot be reached, and an address that is none, are told without the password', async () => {
  for (const url of ['postgresql://muster:secret@127.0.0.1:1/muster', 'muster:secret@:/x']) {
    await assert.rejects(openDatabase(url), (error: Error) => {
      assert.match(error.message, /DATABASE_URL|postgresql:\/\//)
      assert.doesNotMatch(`${error.stack} ${error.cause}`, /secret/)
      return true
    })
  }
  assert.equal(redactUrl('postgresql://a:secret@h/d?password=secret'), 'postgresql://a:***@h/d?password=***')
})

test('a transaction commits what its work did, and answers with the result', async () => {
  const result = await inTransaction(pool, async (tx) => {
    await tx.query(`insert into note values ('committed')`)
    return 'done'
  })
  assert.equal(result, 'done')
  assert.equal(await count(), 1)
})

test('a transaction whose work throws is rolled back, and the error is the one thrown', async () => {
  const thrown = new Error('from the work')
  const before = await count()
  await assert.rejects(
    inTransaction(pool, async (tx) => {
      await tx.query(`insert into note values ('lost')`)
      throw thrown
    }),
    (error) => error === thrown,
  )
  assert.equal(await count(), before)
})

test('a commit that fails, or that PostgreSQL turns into a rollback, is an error', async () => {
  await assert.rejects(
    inTransaction(pool, (tx) => tx.query(`insert into note values ('twice'), ('twice')`)),
    { code: '23505' },
  )
  await assert.rejects(
    inTransaction(pool, (tx) => tx.query('select no_such_column').catch(() => undefined)),
    /rolled back.*swallowed/,
  )
})

test('a connection that breaks within a transaction rejects it, and does not come back', async () => {
  await assert.rejects(
    inTransaction(pool, async (tx) => {
      const { rows } = await tx.query('select pg_backend_pid() as pid')
      await onServer((client) => client.query('select pg_terminate_backend($1, 5000)', [rows[0].pid]))
      await tx.query(`insert into note values ('nowhere')`)
    }),
  )
  assert.equal((await pool.query('select 1 as one')).rows[0].one, 1)
})

test('settings, isolation and read only hold for their transaction alone', async () => {
  const ask = `select current_setting('work_mem') as memory, current_setting('transaction_isolation') as isolation,
    current_setting('transaction_read_only') as read_only`
  const inside = await inTransaction(pool, (tx) => tx.query(ask), {
    isolation: 'serializable',
    readOnly: true,
    settings: { work_mem: '77MB' },
  })
  assert.deepEqual(inside.rows, [{ memory: '77MB', isolation: 'serializable', read_only: 'on' }])
  assert.notEqual((await pool.query(ask)).rows[0].memory, '77MB')
})

// Speaks just enough of the protocol to answer one query in text: there is no such old server at hand.
async function pretendServer(facts: { server_version_num: string }): Promise<{ server: Server; port: number }> {
  const major = Math.floor(Number(facts.server_version_num) / 10_000)
  const values = [facts.server_version_num, `${major}.${Number(facts.server_version_num) % 10_000}`, 'UTF8']
  const server = createServer((socket: Socket) => {
    let greeted = false
    socket.on('error', () => socket.destroy())
    socket.on('data', () => {
      if (!greeted) {
        greeted = true
        socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]))
        return
      }
      socket.write(
        Buffer.concat([description(), row(values), message('C', cString('SELECT 1')), message('Z', Buffer.from('I'))]),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as { port: number }).port }
}

function description(): Buffer {
  const fields = ['number', 'text', 'encoding'].map((name) =>
    Buffer.concat([cString(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)]),
  )
  return message('T', Buffer.concat([int16(fields.length), ...fields]))
}

function row(values: string[]): Buffer {
  return message(
    'D',
    Buffer.concat([int16(values.length), ...values.flatMap((value) => [int32(value.length), Buffer.from(value)])]),
  )
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`)
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}
