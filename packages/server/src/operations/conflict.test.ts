import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { Conflict, retryOnConflict } from './conflict.ts'
import { VerdictTables } from './verdicts.ts'

const services = { verdictTables: new VerdictTables(), log: pino({ level: 'silent' }) }
const failure = (code: string, constraint?: string) => Object.assign(new Error(code), { code, constraint })

/** How often it is tried when the first two attempts fail so. */
async function attempts(error: Error, options?: { takenKeys: boolean }): Promise<number> {
  let last = 0
  await retryOnConflict(
    services,
    async (attempt) => {
      last = attempt
      if (attempt <= 2) throw error
    },
    options,
  ).catch((thrown) => assert.equal(thrown, error))
  return last
}

test('work that lost a race is tried again; what else fails, fails at once', async () => {
  for (const error of [
    new Conflict('moved'),
    failure('40001'),
    failure('40P01'),
    failure('23505', 'target_open'),
    failure('23505', 'target_pkey'),
    failure('23503', 'device_account_id_group_key_fkey'),
  ]) {
    assert.equal(await attempts(error), 3, error.message)
  }
  assert.equal(await attempts(failure('23505', 'device_record_account_id_hwid_key')), 1)
  assert.equal(await attempts(failure('22P02')), 1)
})

test('a taken key is a lost race only for work that says so', async () => {
  const taken = failure('23505', 'device_record_account_id_hwid_key')
  assert.equal(await attempts(taken, { takenKeys: true }), 3)
  assert.equal(await attempts(failure('22P02'), { takenKeys: true }), 1)
})

test('what loses every race fails in the end', async () => {
  let tries = 0
  await assert.rejects(
    retryOnConflict(services, async () => {
      tries += 1
      throw new Conflict('moved')
    }),
    Conflict,
  )
  assert.equal(tries, 6)
})
