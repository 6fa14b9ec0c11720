import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { CommandFailure } from '../../handlers/handler.ts'
import { toBuffer } from '../byte-path.ts'
import type { ScanItem, Verdict } from '../scan-item.ts'
import { reasonOfError } from '../why-missing.ts'
import { askClamd } from './ask-clamd.ts'
import type { ClamdTarget } from './clamd-configuration.ts'
import type { ScanEngine } from './engine.ts'
import { readEngineVersion } from './engine-version.ts'
import { type Outcome, readOutcome } from './signature-outcome.ts'

const answerSilenceMilliseconds = 5_000
/** One archive may take clamd minutes, without a word. */
const scanSilenceMilliseconds = 15 * 60_000
const failuresInARowMax = 3
const pieceBytes = 128 * 1024

export async function answersPing({ address }: ClamdTarget): Promise<boolean> {
  const answer = await askClamd(address, { command: 'PING', silenceMilliseconds: answerSilenceMilliseconds }).catch(
    () => '',
  )
  return answer === 'PONG'
}

/**
 * A running clamd. What is scanned is sent to it (INSTREAM), so that its user needs no rights to our files; handing over
 * open files instead (FILDES) is beyond Node.js without a native add-on.
 */
export async function openClamd(target: ClamdTarget): Promise<ScanEngine> {
  const version = await askClamd(target.address, {
    command: 'VERSION',
    silenceMilliseconds: answerSilenceMilliseconds,
  })
  return {
    facts: readEngineVersion('ClamAV clamd', version),
    async *scan(list, { signal }) {
      let failures = 0
      for await (const item of list.read()) {
        signal.throwIfAborted()
        const verdict = await judge(target, item, signal).catch((error: Error) => {
          signal.throwIfAborted()
          failures += 1
          if (failures >= failuresInARowMax) throw new CommandFailure('no_engine', `clamd went away: ${error.message}.`)
          return { item, outcome: 'skipped', reason: 'engine_error' } as const
        })
        if (verdict.outcome !== 'skipped' || verdict.reason !== 'engine_error') failures = 0
        yield verdict
      }
    },
  }
}

async function judge({ address, bytesMax }: ClamdTarget, item: ScanItem, signal: AbortSignal): Promise<Verdict> {
  if (bytesMax !== undefined && item.size > bytesMax) return { item, outcome: 'skipped', reason: 'too_large' }
  let file: FileHandle
  try {
    file = await openItem(item)
  } catch (error) {
    return { item, outcome: 'skipped', reason: reasonOfError(error) }
  }
  try {
    if (!(await file.stat()).isFile()) return { item, outcome: 'skipped', reason: 'not_regular' }
    let unreadable: unknown
    const content = readPieces(file, (error) => {
      unreadable = error
    })
    const answer = await askClamd(address, {
      command: 'INSTREAM',
      content,
      signal,
      silenceMilliseconds: scanSilenceMilliseconds,
    }).catch(async (error: NodeJS.ErrnoException) => {
      // Its answer may be lost when it hangs up while we send. If it lives, it did so because it had enough.
      const hungUp = error.code === 'EPIPE' || error.code === 'ECONNRESET'
      if (hungUp && !signal.aborted && (await answersPing({ address }))) return 'size limit exceeded'
      throw error
    })
    if (unreadable) return { item, outcome: 'skipped', reason: reasonOfError(unreadable) }
    const outcome: Outcome = readOutcome(answer.replace(/^stream: /, '')) ?? {
      outcome: 'skipped',
      reason: 'engine_error',
    }
    return { item, ...outcome }
  } finally {
    await file.close()
  }
}

/** What became a link or a pipe since it was listed is not followed, and not waited for. */
function openItem({ path, read }: ScanItem): Promise<FileHandle> {
  const never = read === undefined ? (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) : 0
  return open(toBuffer(read ?? path), constants.O_RDONLY | never)
}

async function* readPieces(file: FileHandle, failed: (error: unknown) => void): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes).catch((error) => {
      failed(error)
      return { bytesRead: 0, buffer: Buffer.alloc(0) }
    })
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}
