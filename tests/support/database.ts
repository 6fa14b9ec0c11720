import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** The variable by which the test runner names the template: the address of a migrated, empty database. */
export const templateVariable = 'MUSTER_TEST_TEMPLATE_URL'

/**
 * Makes a database of the caller's own, migrated and empty. One per test file is the habit:
 * `before` makes it, `after` drops it.
 */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = new URL(readTemplateUrl())
  const name = `muster_test_${process.pid}_${randomBytes(4).toString('hex')}`
  const templateName = template.pathname.slice(1)
  await onServer((client) => createFromTemplate(client, name, templateName))
  const url = new URL(template)
  url.pathname = `/${name}`
  return {
    url: url.toString(),
    drop: () => onServer(async (client) => void (await client.query(`drop database if exists "${name}" with (force)`))),
  }
}

/** Runs statements on the test server outside of any test's database, as its superuser. */
export async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(readTemplateUrl())
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.toString(), application_name: 'muster-test' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function createFromTemplate(client: pg.Client, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`create database "${name}" template "${template}"`)
      return
    } catch (error) {
      // "being accessed by other users": an autovacuum worker looked in, or somebody copies at the same moment.
      if ((error as pg.DatabaseError).code !== '55006' || attempt === 50) throw error
      await delay(20 * Math.min(attempt, 10))
    }
  }
}

function readTemplateUrl(): string {
  const url = process.env[templateVariable]
  if (url) return url
  throw new Error(
    'This test needs the database that the test runner brings. Run it with: npm test -- path/to/file.test.ts',
  )
}
