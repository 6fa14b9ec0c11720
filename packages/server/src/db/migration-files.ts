import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One migration: `0001-foundation` for the file `0001-foundation.sql`, its text and the digest of its text. */
export type MigrationFile = { name: string; sql: string; sha256: string }

/** Reads a folder's `NNNN-name.sql` files in their order. Anything else there is an error rather than overlooked. */
export async function readMigrationFiles(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.')).sort()
  const numbers = new Set<string>()
  for (const name of names) {
    const number = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
    if (number === undefined) throw new Error(`${join(directory, name)} is not named like a migration: 0001-name.sql`)
    if (numbers.has(number)) throw new Error(`Two migrations in ${directory} have the number ${number}`)
    numbers.add(number)
  }
  return Promise.all(names.map((name) => readOne(directory, name)))
}

async function readOne(directory: string, fileName: string): Promise<MigrationFile> {
  // A checkout on Windows may have changed the ends of lines; that is not a changed migration.
  const sql = (await readFile(join(directory, fileName), 'utf8')).replaceAll('\r\n', '\n')
  if (/^\s*(begin|commit|rollback|start transaction)\s*;/im.test(sql)) {
    throw new Error(`${fileName} begins or ends a transaction; every migration runs in one of its own`)
  }
  return { name: fileName.slice(0, -'.sql'.length), sql, sha256: createHash('sha256').update(sql).digest('hex') }
}
