import { fileURLToPath } from 'node:url'
import pg, { type Pool } from 'pg'
import type { Log } from './log.ts'
import { type MigrationFile, readMigrationFiles } from './migration-files.ts'
import { openDatabase, type Tx } from './pool.ts'
import { inTransaction } from './transaction.ts'

const ownDirectory = fileURLToPath(new URL('migrations', import.meta.url))

// Any number that no other program on the same database takes: 'muster' in ASCII.
const lockNumber = '120350087603570'

type Applied = { name: string; sha256: string }

/**
 * Brings a database to this code's schema: applies the migrations that it lacks, in order, each in one transaction
 * with its row in `migration`. Twice is harmless, and so are many nodes at once.
 * @returns the names of those applied by this call
 * @throws when the database is newer than this code, or an applied file has changed since
 */
export async function migrate(
  database: string | Pool,
  options: { directory?: string; log?: Log | undefined } = {},
): Promise<string[]> {
  if (typeof database !== 'string') return applyAll(database, options)
  const pool = await openDatabase(database, { log: options.log, connectionsMax: 1, applicationName: 'muster-migrate' })
  try {
    return await applyAll(pool, options)
  } finally {
    await pool.end()
  }
}

async function applyAll(pool: Pool, options: { directory?: string; log?: Log | undefined }): Promise<string[]> {
  const files = await readMigrationFiles(options.directory ?? ownDirectory)
  const done: string[] = []
  for (;;) {
    const name = await inTransaction(pool, (tx) => applyNext(tx, files))
    if (name === undefined) return done
    options.log?.info({ migration: name }, 'migration applied')
    done.push(name)
  }
}

// The lock belongs to the transaction: nodes take turns, file by file, and each looks anew at what is left to do.
async function applyNext(tx: Tx, files: MigrationFile[]): Promise<string | undefined> {
  await tx.query('select pg_advisory_xact_lock($1)', [lockNumber])
  await tx.query('set local search_path = public')
  await makeTable(tx)
  const { rows } = await tx.query<Applied>('select name, sha256 from migration order by name')
  const next = findNext(files, rows)
  if (next === undefined) return undefined
  await apply(tx, next)
  await tx.query('insert into public.migration (name, sha256) values ($1, $2)', [next.name, next.sha256])
  return next.name
}

async function makeTable(tx: Tx): Promise<void> {
  try {
    // Asked first, so that a role without the right to create can see that nothing is left to do.
    const { rows } = await tx.query<{ there: boolean }>(`select to_regclass('public.migration') is not null as there`)
    if (rows[0]!.there) return
    await tx.query(`
      create table public.migration (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz not null default now()
      )`)
  } catch (error) {
    if ((error as pg.DatabaseError).code !== '42501') throw error
    throw new Error(
      'The database role may not create tables. Make it the owner of the database, or: grant create on schema public to …',
      { cause: error },
    )
  }
}

/** The first file not applied yet, if what is applied is the beginning of what there is. */
function findNext(files: MigrationFile[], applied: Applied[]): MigrationFile | undefined {
  const known = new Map(files.map((file) => [file.name, file]))
  for (const { name, sha256 } of applied) {
    const file = known.get(name)
    if (file === undefined) {
      throw new Error(
        `The database is newer than this version of Muster: it has had the migration ${name}. ` +
          'Run the version that made it, or a newer one.',
      )
    }
    if (file.sha256 !== sha256) {
      throw new Error(
        `The migration ${name} was changed after this database had it. Put its text back, and make the change in a new migration.`,
      )
    }
  }
  const last = applied.at(-1)?.name ?? ''
  const done = new Set(applied.map(({ name }) => name))
  const next = files.find((file) => !done.has(file.name))
  if (next !== undefined && next.name < last) {
    throw new Error(
      `The migration ${next.name} comes before ${last}, which this database has had. Give it a higher number.`,
    )
  }
  return next
}

async function apply(tx: Tx, file: MigrationFile): Promise<void> {
  try {
    await tx.query(file.sql)
  } catch (error) {
    const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
    const place =
      position > 0 ? `${file.name}.sql, line ${file.sql.slice(0, position).split('\n').length}` : `${file.name}.sql`
    throw new Error(`Migration failed in ${place}: ${(error as Error).message}`, { cause: error })
  }
}
