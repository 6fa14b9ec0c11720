import { agentPaths, chunkBytesMax } from '@muster/core/agent/protocol.ts'
import type { ReportRequest } from '@muster/core/agent/requests.ts'
import { pause } from '../connection/back-off.ts'
import { CommandFailure } from '../handlers/handler.ts'
import { postJson } from '../http-client.ts'
import type { Log } from '../log.ts'
import { createUploader } from '../report/upload.ts'
import type { SimulatedAgent } from './agent.ts'
import { noteError, noteTime } from './measures.ts'
import type { ReportFile } from './report-files.ts'

interface Sending extends ReportFile {
  readonly commandId: string
  readonly signal: AbortSignal
}

/** Brings a report to the server as a real agent does. Resolves with a sentence where the server will not have it. */
export async function sendReport(agent: SimulatedAgent, sending: Sending): Promise<string | undefined> {
  const { world } = agent
  const { measures, address, knobs } = world
  await world.uploading.enter()
  const began = performance.now()
  try {
    if (sending.signal.aborted) return undefined
    if (agent.random.chance(knobs.lieAboutId)) await lie(agent, sending)
    const upload = createUploader({
      address,
      session: agent.session,
      log: toLog(agent),
      pace: paceOf(knobs.slowUpload),
    })
    await upload({ ...sending, onProgress: () => world.stir() })
    measures.counts.uploads += 1
    measures.counts.uploaded_bytes += sending.sizeBytes
    noteTime(measures, 'upload', performance.now() - began)
    return undefined
  } catch (error) {
    if (sending.signal.aborted) return undefined
    const { message } = error as Error
    // It may have been cancelled, or have timed out, while the report was on its way.
    noteError(measures, `an upload was refused: ${message}`, { expected: error instanceof CommandFailure })
    return message
  } finally {
    world.uploading.leave()
  }
}

/** Announces a report for another device's command. */
async function lie(agent: SimulatedAgent, { sizeBytes, sha256, mediaType, signal }: Sending): Promise<void> {
  const { measures, address } = agent.world
  const commandId = agent.world.anotherCommand(agent.index)
  if (commandId === undefined) return
  const headers = { authorization: `Bearer ${await agent.session.get(signal)}` }
  const body: ReportRequest = { command_id: commandId, size_bytes: sizeBytes, sha256, media_type: mediaType }
  const answer = await postJson(address, agentPaths.reports, body, { headers, signal }).catch(() => undefined)
  if (answer === undefined) return
  measures.counts.lies_told += 1
  if (answer.status === 200) noteError(measures, 'the server believed a lie', { expected: false })
  else measures.counts.lies_refused += 1
}

/** A line of so many bytes a second: pieces of a second's worth. */
function paceOf(bytesPerSecond: number) {
  if (bytesPerSecond === 0) return undefined
  const chunkBytes = Math.max(1, Math.min(chunkBytesMax, Math.floor(bytesPerSecond)))
  return { chunkBytes, wait: (signal: AbortSignal) => pause((1000 * chunkBytes) / bytesPerSecond, signal) }
}

/** What the uploader would write down is counted. */
function toLog(agent: SimulatedAgent): Log {
  const count = (message: string) => noteError(agent.world.measures, message, { expected: true })
  return { info: () => undefined, warn: count, error: count }
}
