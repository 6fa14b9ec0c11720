import { createHash } from 'node:crypto'
import type { Tx } from '../db/pool.ts'
import { readChunks } from '../db/reports/read-report.ts'
import { completeReport, dropUnfinishedReport, lockUpload, type ReportAddress } from '../db/reports/uploads.ts'
import { byKeys, inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import type { CommandAction } from './command-book.ts'
import { retryOnConflict } from './conflict.ts'
import { recordCommandNews } from './record-command-news.ts'
import type { ReportRead } from './report-reader.ts'
import { findReportReader } from './report-readers.ts'
import type { ReportTools } from './report-tools.ts'
import type { SessionFacts } from './session-token.ts'

export interface UploadedReport {
  readonly action: CommandAction
  readonly address: ReportAddress
  readonly sizeBytes: number
}

/**
 * Checks the whole of an upload, takes in what it says, and completes it: the latter in one transaction. False where
 * what is stored is not what was announced: then it is gone.
 * @throws Refusal invalid_request where it is, and cannot be used: it is gone too, and the command has failed of it
 */
export async function finishReport(
  tools: ReportTools,
  session: SessionFacts,
  report: UploadedReport,
): Promise<boolean> {
  const { services, readBudget } = tools
  const reader = findReportReader(report.action.report)
  const hash = createHash('sha256')
  if (reader === undefined) {
    for await (const bytes of readChunks(services.pool, report.address)) hash.update(bytes)
    return (await settle(tools, session, report, { sha256: hash.digest() })) === 'complete'
  }
  const { read, outcome } = await readBudget.run(report.sizeBytes, async () => {
    const pieces: Buffer[] = []
    for await (const bytes of readChunks(services.pool, report.address)) {
      hash.update(bytes)
      pieces.push(bytes)
    }
    const read = reader.read(Buffer.concat(pieces))
    return { read, outcome: await settle(tools, session, report, { sha256: hash.digest(), read }) }
  })
  if (outcome === 'refused' && read.kind === 'unusable') throw await refuse(tools, session, report, read.problem)
  return outcome === 'complete'
}

/** Of two that come here with the same report, the second finds it settled. */
function settle(
  { services }: ReportTools,
  { deviceKey }: SessionFacts,
  { address }: UploadedReport,
  { sha256, read }: { sha256: Buffer; read?: ReportRead },
): Promise<'complete' | 'corrupt' | 'refused'> {
  const work = async (tx: Tx) => {
    const row = await lockUpload(tx, address, deviceKey)
    if (row?.completed_at != null) return 'complete'
    const intact = row?.sha256?.equals(sha256) === true
    if (!intact || read?.kind === 'unusable') {
      await dropUnfinishedReport(tx, address)
      return intact ? 'refused' : 'corrupt'
    }
    const at = services.now()
    await completeReport(tx, address, at)
    await read?.store(tx, address, { deviceKey, at })
    return 'complete'
  }
  return retryOnConflict(services, () => inTransaction(services.pool, work, { settings: byKeys }))
}

/** The command ends here: an agent that sends such a report once would send it for ever. */
async function refuse(
  tools: ReportTools,
  { accountId, deviceKey, generation }: SessionFacts,
  { action, address }: UploadedReport,
  problem: string,
): Promise<Refusal> {
  const message = `The report was refused: ${problem}.`
  const news = {
    type: 'result',
    command_id: action.idAt(address.position),
    state: 'failed',
    reason: 'report_refused',
    message,
  } as const
  await recordCommandNews(tools, accountId, [{ deviceKey, generation, news }])
  tools.services.log.warn({ action_id: action.actionId, device_key: deviceKey, problem }, 'refused a report')
  return new Refusal('invalid_request', message)
}
