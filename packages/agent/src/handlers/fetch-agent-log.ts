import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { collectParts, timeRangeOf } from '../report/agent-log-parts.ts'
import { writeBundle } from '../report/bundle.ts'
import type { StateDirectory } from '../state/state-directory.ts'
import type { CommandHandler, Job } from './handler.ts'

const PackedNote = Type.Object({ size_bytes: Type.Integer(), sha256: Type.String(), files: Type.Integer() })
type PackedNote = Static<typeof PackedNote>

/** Packs what explains this agent's behaviour, and brings it to the server. Only reads, so it may begin again. */
export const fetchAgentLog: CommandHandler = {
  type: 'fetch_agent_log',
  resumable: true,
  async run(job) {
    const path = bundlePath(job.state, job.id)
    const packed = findPacked(job, path) ?? (await pack(job, path))
    job.progress(10)
    await job.upload({
      commandId: job.id,
      path,
      sizeBytes: packed.size_bytes,
      sha256: packed.sha256,
      mediaType: 'application/zip',
      signal: job.signal,
      onProgress: (sent) => job.progress(10 + (90 * sent) / packed.size_bytes),
    })
    return { report: packed }
  },
  forget: ({ id, state }) => rmSync(bundlePath(state, id), { force: true }),
}

/** The bundle of an interrupted run: the same bytes, so that its upload goes on where it was. */
function findPacked({ note }: Job, path: string): PackedNote | undefined {
  if (!Value.Check(PackedNote, note) || !existsSync(path)) return undefined
  return createHash('sha256').update(readFileSync(path)).digest('hex') === note.sha256 ? note : undefined
}

async function pack(job: Job, path: string): Promise<PackedNote> {
  const parts = await collectParts(job.state, job.identity)
  const { sizeBytes, sha256, manifest } = await writeBundle(path, parts, {
    now: new Date(),
    timeRange: timeRangeOf(parts),
  })
  const packed = { size_bytes: sizeBytes, sha256, files: manifest.files.length }
  job.keepNote(packed)
  return packed
}

function bundlePath({ reports }: StateDirectory, id: string): string {
  return join(reports, `${id}.zip`)
}
