import { createHash } from 'node:crypto'
import { createByteBudget } from '@muster/server/operations/byte-budget.ts'
import { createCommandBook } from '@muster/server/operations/command-book.ts'
import { createKeyring } from '@muster/server/operations/keyring.ts'
import { beginUpload, receiveChunk } from '@muster/server/operations/receive-report.ts'
import type { Services } from '@muster/server/services.ts'
import type { BroughtReport } from './conformance-case.ts'

/** What the agent of a device does with the report of its command: announces it, and sends it in one piece. */
export async function bringReport(services: Services, accountId: number, report: BroughtReport): Promise<void> {
  const keyring = createKeyring(services.pool)
  const tools = {
    services,
    book: createCommandBook(services, keyring),
    reportBytesMax: 1_000_000,
    readBudget: createByteBudget(1_000_000),
  }
  const { rows } = await services.pool.query<{ device_key: string; generation: number }>(
    'select device_key, generation from device where account_id = $1 and device_id = $2',
    [accountId, report.device],
  )
  const { device_key: deviceKey, generation } = rows[0]!
  const session = { accountId, deviceKey, deviceId: report.device, generation, connection: 1, expiresAt: 0 }
  const bytes = Buffer.from(JSON.stringify(report.content))
  await beginUpload(tools, session, {
    command_id: report.command_id,
    size_bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    media_type: 'application/json',
  })
  await receiveChunk(tools, session, { commandId: report.command_id, offset: 0, bytes })
}
