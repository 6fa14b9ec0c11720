import { readFileSync } from 'node:fs'
import { type RunningServer, startServer } from '@muster/server/app.ts'
import { readConfig } from '@muster/server/config.ts'
import pg from 'pg'
import { pino } from 'pino'
import { createTestDatabase } from './database.ts'
import { makeScratchDirectory } from './scratch-directory.ts'

/** Everything that `npm start` runs, in this process: on a free port and a database of its own. */
export interface WholeServer extends RunningServer {
  readonly operatorToken: string
  readonly accountId: number
  /** What it logged, a line each. */
  readonly logged: string[]
}

export async function startWholeServer(environment: NodeJS.ProcessEnv = {}): Promise<WholeServer> {
  const database = await createTestDatabase()
  const directory = await makeScratchDirectory()
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const config = readConfig({
    DATABASE_URL: database.url,
    MUSTER_DATA_DIR: directory.path,
    MUSTER_PORT: '0',
    MUSTER_RATE_LIMIT: '1000000',
    ...environment,
  })
  const cleanUp = async () => {
    await database.drop()
    await directory.remove()
  }
  try {
    const server = await startServer(config, log)
    const { rows } = await server.services.pool.query<{ account_id: number }>('select account_id from account')
    return {
      ...server,
      operatorToken: readFileSync(server.operatorTokenFile, 'utf8').trim(),
      accountId: rows[0]!.account_id,
      logged,
      close: async () => {
        await server.close()
        await cleanUp()
      },
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
}

/** Statements beside the server, on a connection pool of the test's own. */
export function openSidePool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  pool.on('error', () => undefined)
  return pool
}
