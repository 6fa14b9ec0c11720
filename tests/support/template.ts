import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { migrate } from '../../packages/server/src/db/migrate.ts'

/** Makes the migrated database that tests copy, on any server; `drop` removes it. */
export async function createTemplate(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `muster_template_${process.pid}_${randomBytes(4).toString('hex')}`
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: serverUrl, application_name: 'muster-test' })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await run(`create database "${name}" template template0 encoding 'UTF8'`)
  const drop = () => run(`drop database if exists "${name}" with (force)`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  try {
    await migrate(url.toString())
  } catch (error) {
    await drop()
    throw error
  }
  return { url: url.toString(), drop }
}
