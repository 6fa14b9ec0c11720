import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { releaseBytesMax, releasePieceBytesMax } from '@muster/core/agent/releases.ts'
import type { AgentRelease, NewAgentRelease } from '@muster/core/api/agent-releases.ts'
import { usageFailure } from '../failure.ts'
import type { ApiClient } from './api-client.ts'

export interface ReleaseFile {
  readonly file: string
  readonly version: string
  readonly platform: string
  readonly allowDowngrade: boolean
  onProgress(sent: number, of: number): void
}

/** Announces a file and sends it in pieces; an attempt that broke off goes on where it was. It is not published yet. */
export async function sendRelease(client: ApiClient, wanted: ReleaseFile): Promise<AgentRelease> {
  const { file, version, platform, allowDowngrade } = wanted
  const { size } = await stat(file).catch((error: Error) => {
    throw usageFailure(`${file} cannot be read: ${error.message}`)
  })
  if (size === 0 || size > releaseBytesMax) {
    throw usageFailure(`${file} has ${size} bytes; a release has 1 to ${releaseBytesMax}.`)
  }
  const facts = { version, platform, size_bytes: size, sha256: await hashFile(file), allow_downgrade: allowDowngrade }
  const release = (await findUnfinished(client, facts)) ?? (await announce(client, facts))
  const handle = await open(file)
  try {
    return await sendPieces(client, release, handle, wanted)
  } finally {
    await handle.close()
  }
}

async function sendPieces(
  client: ApiClient,
  release: AgentRelease,
  handle: FileHandle,
  { onProgress }: ReleaseFile,
): Promise<AgentRelease> {
  let reached = release
  while (reached.received_bytes < reached.size_bytes) {
    const offset = reached.received_bytes
    onProgress(offset, reached.size_bytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(releasePieceBytesMax), 0, releasePieceBytesMax, offset)
    reached = await client.send<AgentRelease>({
      method: 'POST',
      path: `/agent-releases/${release.release_id}/pieces`,
      query: { offset },
      body: { text: buffer.subarray(0, bytesRead), mediaType: 'application/octet-stream' },
    })
  }
  return reached
}

const announce = (client: ApiClient, body: NewAgentRelease) =>
  client.send<AgentRelease>({ method: 'POST', path: '/agent-releases', body })

/** Of the latest hundred. */
async function findUnfinished(client: ApiClient, wanted: NewAgentRelease): Promise<AgentRelease | undefined> {
  const { items } = await client.get<{ items: AgentRelease[] }>('/agent-releases', { limit: 100 })
  return items.find(
    ({ state, version, platform, sha256, allow_downgrade }) =>
      state === 'uploading' &&
      version === wanted.version &&
      platform === wanted.platform &&
      sha256 === wanted.sha256 &&
      allow_downgrade === wanted.allow_downgrade,
  )
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
