import type { ReportRequest } from '@muster/core/agent/requests.ts'
import type { Tx } from '../db/pool.ts'
import { appendChunk, beginReport, lockUpload, type ReportAddress, type UploadRow } from '../db/reports/uploads.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import type { CommandAction } from './command-book.ts'
import { actionOfCommandId } from './command-id.ts'
import { finishReport } from './finish-report.ts'
import { findReportReader } from './report-readers.ts'
import type { ReportTools } from './report-tools.ts'
import type { SessionFacts } from './session-token.ts'

/** How much of a report is stored. */
export interface UploadState {
  readonly offset: number
  readonly sizeBytes: number
  readonly complete: boolean
}

export type ChunkOutcome =
  | ({ readonly kind: 'stored' } & UploadState)
  | ({ readonly kind: 'wrong_offset' } & UploadState)
  /** All bytes are there and are not what was announced; they are gone, the upload begins anew. */
  | { readonly kind: 'corrupt' }

/**
 * Announces a report, or finds the one under way: the same size and SHA-256 go on where they were, others begin anew,
 * a complete one stays. @throws Refusal: not_found, conflict, too_large, unsupported_media_type, invalid_request
 */
export async function beginUpload(
  tools: ReportTools,
  session: SessionFacts,
  request: ReportRequest,
): Promise<UploadState> {
  const { action, address } = await findReport(tools, session, request.command_id)
  checkAnnouncement(tools, action, request)
  const sha256 = Buffer.from(request.sha256, 'hex')
  const state = await inTransaction(tools.services.pool, async (tx) => {
    const row = await lockOwn(tx, session, address)
    const same = row.sha256?.equals(sha256) === true && Number(row.size_bytes) === request.size_bytes
    if (row.completed_at !== null || same) return stateOf(row)
    await beginReport(tx, address, {
      sizeBytes: request.size_bytes,
      sha256,
      mediaType: request.media_type,
      at: tools.services.now(),
    })
    return { offset: 0, sizeBytes: request.size_bytes, complete: false }
  })
  // A server that died between the last piece and its check does the check now.
  if (!isWhole(state)) return state
  const whole = await finishReport(tools, session, { action, address, sizeBytes: state.sizeBytes })
  return whole ? { ...state, complete: true } : { ...state, offset: 0 }
}

/** @throws Refusal: not_found */
export async function findUpload(tools: ReportTools, session: SessionFacts, commandId: string): Promise<UploadState> {
  const { address } = await findReport(tools, session, commandId)
  return inTransaction(tools.services.pool, async (tx) => {
    const row = await lockOwn(tx, session, address)
    if (row.size_bytes === null) throw notFound()
    return stateOf(row)
  })
}

/**
 * Stores the next piece; one that is not the next changes nothing. With the last, the whole is read back and checked.
 * @throws Refusal: not_found, conflict, invalid_request
 */
export async function receiveChunk(
  tools: ReportTools,
  session: SessionFacts,
  chunk: { commandId: string; offset: number; bytes: Buffer },
): Promise<ChunkOutcome> {
  const { action, address } = await findReport(tools, session, chunk.commandId)
  const outcome = await inTransaction(tools.services.pool, async (tx): Promise<ChunkOutcome> => {
    const row = await lockOwn(tx, session, address)
    if (row.size_bytes === null) throw notFound()
    const state = stateOf(row)
    if (chunk.offset !== state.offset) return { kind: 'wrong_offset', ...state }
    if (chunk.offset + chunk.bytes.length > state.sizeBytes) {
      throw new Refusal('invalid_request', 'The piece reaches beyond the size that was announced.')
    }
    if (chunk.bytes.length > 0) await appendChunk(tx, address, { startByte: chunk.offset, bytes: chunk.bytes })
    return { kind: 'stored', ...state, offset: chunk.offset + chunk.bytes.length }
  })
  if (outcome.kind !== 'stored' || !isWhole(outcome)) return outcome
  const whole = await finishReport(tools, session, { action, address, sizeBytes: outcome.sizeBytes })
  return whole ? { ...outcome, complete: true } : { kind: 'corrupt' }
}

async function findReport(
  { book }: ReportTools,
  session: SessionFacts,
  commandId: string,
): Promise<{ action: CommandAction; address: ReportAddress }> {
  const { accountId } = session
  const actionId = actionOfCommandId(commandId)
  const action = actionId === undefined ? undefined : (await book.find(accountId, [actionId])).get(actionId)
  const position = action?.positionsOf([commandId])[0]
  if (action === undefined || position === undefined) throw notFound()
  if (action.report === undefined) throw new Refusal('conflict', 'No report belongs to this command.')
  return { action, address: { accountId, actionId: action.actionId, position } }
}

function checkAnnouncement({ reportBytesMax }: ReportTools, { report }: CommandAction, request: ReportRequest): void {
  const reader = findReportReader(report)
  const bytesMax = Math.min(reportBytesMax, reader?.bytesMax ?? reportBytesMax)
  if (request.size_bytes > bytesMax) {
    throw new Refusal('too_large', `This report may have at most ${bytesMax} bytes.`)
  }
  if (reader !== undefined && request.media_type !== reader.mediaType) {
    throw new Refusal('unsupported_media_type', `This report has the media type ${reader.mediaType}.`)
  }
}

async function lockOwn(tx: Tx, session: SessionFacts, address: ReportAddress): Promise<UploadRow> {
  const row = await lockUpload(tx, address, session.deviceKey)
  if (row?.generation !== session.generation || !row.enrolment_current) {
    throw notFound()
  }
  if (!row.open && row.completed_at === null)
    throw new Refusal('conflict', 'The command has ended; its report is not wanted.')
  return row
}

function stateOf(row: UploadRow): UploadState {
  return {
    offset: Number(row.received_bytes),
    sizeBytes: Number(row.size_bytes),
    complete: row.completed_at !== null,
  }
}

function isWhole({ offset, sizeBytes, complete }: UploadState): boolean {
  return !complete && offset === sizeBytes
}

const notFound = () => new Refusal('not_found', 'This device has no such command, or no report of it is under way.')
