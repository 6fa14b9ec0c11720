import { Readable } from 'node:stream'
import yazl from 'yazl'
import type { Caller } from '../caller.ts'
import { listReports } from '../db/reports/list-reports.ts'
import { readChunks } from '../db/reports/read-report.ts'
import { Refusal } from '../refusal.ts'
import type { Services } from '../services.ts'
import { showAction } from './read-actions.ts'
import { reportFileName } from './report-file-name.ts'

const extensions: Readonly<Record<string, string>> = { 'application/zip': 'zip', 'application/json': 'json' }

/**
 * All that an action brought back so far as one ZIP, a file a device. It is made while it is read: of each report one
 * piece is in memory. @throws Refusal: not_found; conflict where nothing is there yet
 */
export async function archiveReports(
  { pool, log }: Services,
  caller: Caller,
  actionId: string,
): Promise<{ readonly stream: Readable; readonly report: string }> {
  const { action } = await showAction({ pool } as Services, caller, actionId)
  const reports = await listReports(pool, caller.accountId, action.action_id)
  if (action.report === null || reports.length === 0) {
    throw new Refusal('conflict', 'No device has sent what this action asks for, as far as that is anything.')
  }
  const archive = new yazl.ZipFile()
  const stream = new Readable().wrap(archive.outputStream)
  archive.on('error', (error: Error) => {
    log.error({ err: error, action_id: action.action_id }, 'could not go on with an archive of reports')
    stream.destroy(error)
  })
  const names = new Set<string>()
  for (const { position, device_id, media_type, completed_at } of reports) {
    const extension = extensions[media_type] ?? 'bin'
    const name = distinct(reportFileName(action.report, device_id, extension), names)
    // Bundles are compressed already.
    const options = { mtime: completed_at, compress: media_type !== 'application/zip' }
    archive.addReadStreamLazy(name, options, (give) => {
      const address = { accountId: caller.accountId, actionId: action.action_id, position }
      give(null, Readable.from(readChunks(pool, address), { objectMode: false }))
    })
  }
  archive.end()
  return { stream, report: action.report }
}

/** Two ids may come down to one file name. */
function distinct(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = name.replace(/(\.\w+)$/, `-${number}$1`)
  taken.add(free.toLowerCase())
  return free
}
