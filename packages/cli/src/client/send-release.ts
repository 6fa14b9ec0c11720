import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import type { MusterClient } from '@muster/client/index.ts'
import { createReleaseFileReader, findReleaseFileFault } from '@muster/core/agent/release-file.ts'
import { releaseBytesMax, releasePieceBytesMax } from '@muster/core/agent/releases.ts'
import type { AgentRelease } from '@muster/core/api/agent-releases.ts'
import { usageFailure } from '../failure.ts'

export interface ReleaseFile {
  readonly file: string
  readonly version: string
  readonly platform: string
  readonly allowDowngrade: boolean
  /** Absent: every group. */
  readonly group?: string | undefined
  onProgress(sent: number, of: number): void
}

/**
 * Announces a file and sends it in pieces; an attempt that broke off goes on where it was. It is not published yet,
 * unless it was before, which its state tells. What is wrong with it is said before a byte is sent.
 */
export async function sendRelease(client: MusterClient, wanted: ReleaseFile): Promise<AgentRelease> {
  const { file, version, platform, allowDowngrade, group } = wanted
  const { size } = await stat(file).catch((error: Error) => {
    throw usageFailure(`${file} cannot be read: ${error.message}`)
  })
  if (size === 0 || size > releaseBytesMax) {
    throw usageFailure(`${file} has ${size} bytes; a release has 1 to ${releaseBytesMax}.`)
  }
  const { sha256, facts } = await readReleaseFile(file)
  const fault = findReleaseFileFault(facts, wanted)
  if (fault !== undefined) {
    throw usageFailure(`--${fault.field === 'version' ? 'release' : 'platform'} ${fault.message}.`)
  }
  const release = await client.post('/api/v1/agent-releases', {
    body: { version, platform, size_bytes: size, sha256, allow_downgrade: allowDowngrade, group_id: group ?? null },
  })
  if (release.state !== 'uploading') return release
  const handle = await open(file)
  try {
    return await sendPieces(client, release, handle, wanted)
  } finally {
    await handle.close()
  }
}

async function sendPieces(
  client: MusterClient,
  release: AgentRelease,
  handle: FileHandle,
  { onProgress }: ReleaseFile,
): Promise<AgentRelease> {
  let reached = release
  while (reached.received_bytes < reached.size_bytes) {
    const offset = reached.received_bytes
    onProgress(offset, reached.size_bytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(releasePieceBytesMax), 0, releasePieceBytesMax, offset)
    reached = await client.post('/api/v1/agent-releases/{release_id}/pieces', {
      params: { release_id: release.release_id },
      query: { offset },
      raw: { mediaType: 'application/octet-stream', content: buffer.subarray(0, bytesRead) },
    })
  }
  return reached
}

async function readReleaseFile(file: string) {
  const hash = createHash('sha256')
  const reader = createReleaseFileReader()
  for await (const bytes of createReadStream(file, { highWaterMark: releasePieceBytesMax })) {
    hash.update(bytes)
    reader.add(bytes)
  }
  return { sha256: hash.digest('hex'), facts: reader.facts() }
}
