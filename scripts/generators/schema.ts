import { openDatabase } from '../../packages/server/src/db/pool.ts'
import { describeSchema } from '../../packages/server/src/db/schema-text.ts'
import { createTemplate } from '../../tests/support/template.ts'
import { openTestServer } from '../../tests/support/test-server.ts'

/** The schema that all migrations make, read back from a database that has just had them. */
export async function generateSchema(): Promise<string> {
  const server = await openTestServer()
  try {
    const database = await createTemplate(server.url)
    try {
      const pool = await openDatabase(database.url)
      try {
        return await describeSchema(pool)
      } finally {
        await pool.end()
      }
    } finally {
      await database.drop()
    }
  } finally {
    await server.stop()
  }
}
