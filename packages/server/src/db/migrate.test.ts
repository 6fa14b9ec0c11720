import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import type { Pool } from 'pg'
import { createTestDatabase } from '../../../../tests/support/database.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './pool.ts'

let directory: string
let database: { url: string; drop(): Promise<void> }
let pool: Pool

const write = (name: string, sql: string) => writeFile(join(directory, name), sql)
const names = async () => (await pool.query('select name from migration order by name')).rows.map(({ name }) => name)

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-migrations-'))
  database = await createTestDatabase()
  pool = await openDatabase(database.url)
  await pool.query('drop schema public cascade; create schema public')
  await write('0001-first.sql', 'create table first (id int);\ninsert into first values (1);')
})

afterEach(async () => {
  await pool.end()
  await database.drop()
  await rm(directory, { recursive: true, force: true })
})

test('what is missing is applied in order, and the second time nothing', async () => {
  assert.deepEqual(await migrate(database.url, { directory }), ['0001-first'])
  await write('0002-second.sql', 'alter table first add column note text')
  await write('0003-third.sql', `update first set note = 'seen'`)
  assert.deepEqual(await migrate(pool, { directory }), ['0002-second', '0003-third'])
  assert.deepEqual(await migrate(pool, { directory }), [])
  assert.deepEqual(await names(), ['0001-first', '0002-second', '0003-third'])
  assert.deepEqual((await pool.query('select id, note from first')).rows, [{ id: 1, note: 'seen' }])
})

test('many nodes at once apply each migration once', async () => {
  await write('0002-second.sql', 'insert into first values (2)')
  const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, { directory })))
  assert.deepEqual(applied.flat().sort(), ['0001-first', '0002-second'])
  assert.deepEqual((await pool.query('select id from first order by id')).rows, [{ id: 1 }, { id: 2 }])
})

test('a migration that fails leaves nothing of itself, keeps those before it, and is named with its line', async () => {
  await write('0002-second.sql', 'create table second ();\n\nselect no_such_column;\n')
  await assert.rejects(migrate(pool, { directory }), /0002-second\.sql, line 3: column "no_such_column" does not exist/)
  assert.deepEqual(await names(), ['0001-first'])
  assert.deepEqual((await pool.query(`select to_regclass('second') as second`)).rows, [{ second: null }])
})

test('an applied file whose text changed is refused; its ends of lines do not matter', async () => {
  await migrate(pool, { directory })
  await write('0001-first.sql', 'create table first (id int);\r\ninsert into first values (1);')
  await migrate(pool, { directory })
  await write('0001-first.sql', 'create table first (id bigint)')
  await assert.rejects(migrate(pool, { directory }), /0001-first was changed after this database had it.*new migration/)
})

test('a database newer than the code is refused', async () => {
  await write('0002-second.sql', 'select 1')
  await migrate(pool, { directory })
  await rm(join(directory, '0002-second.sql'))
  await assert.rejects(migrate(pool, { directory }), /newer than this version of Muster.*0002-second/)
})

test('a file that comes before one already applied is refused', async () => {
  await write('0003-third.sql', 'select 1')
  await migrate(pool, { directory })
  await write('0002-second.sql', 'select 1')
  await assert.rejects(migrate(pool, { directory }), /0002-second comes before 0003-third.*higher number/)
})

test('files that are misnamed, share a number or end the transaction are refused', async () => {
  await write('0001-again.sql', '')
  await assert.rejects(migrate(pool, { directory }), /Two migrations .* number 0001/)
  await rm(join(directory, '0001-again.sql'))
  await write('2-two.sql', '')
  await assert.rejects(migrate(pool, { directory }), /2-two\.sql is not named like a migration/)
  await rm(join(directory, '2-two.sql'))
  await write('0002-second.sql', 'create table second ();\ncommit;')
  await assert.rejects(migrate(pool, { directory }), /0002-second\.sql begins or ends a transaction/)
})

test('a role that may not create tables is told what to grant', async () => {
  const role = `muster_reader_${process.pid}`
  await pool.query(`create role ${role}; revoke create on schema public from public`)
  try {
    const url = new URL(database.url)
    url.searchParams.set('options', `-c role=${role}`)
    await assert.rejects(migrate(url.toString(), { directory }), /may not create tables.*grant create on schema public/)
  } finally {
    await pool.query(`drop role ${role}`)
  }
})
