import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../packages/server/src/db/pool.ts'
import { createTestDatabase } from './database.ts'

test('two test databases are migrated, and one does not see what the other holds', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const pool = await openDatabase(one.url)
  const otherPool = await openDatabase(other.url)
  try {
    await pool.query('create table only_here ()')
    const { rows } = await otherPool.query(
      `select to_regclass('only_here') as only_here, to_regclass('migration') as migration`,
    )
    assert.deepEqual(rows, [{ only_here: null, migration: 'migration' }])
  } finally {
    await Promise.all([pool.end(), otherPool.end()])
    await Promise.all([one.drop(), other.drop()])
  }
})
