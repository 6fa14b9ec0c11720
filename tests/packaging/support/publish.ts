import { createHash } from 'node:crypto'
import { releaseMark } from '@muster/core/agent/release-file.ts'
import { releasePieceBytesMax } from '@muster/core/agent/releases.ts'
import type { AgentRelease, AgentRollout } from '@muster/core/api/agent-releases.ts'
import { createAgentRelease } from '@muster/server/operations/create-agent-release.ts'
import { publishAgentRelease } from '@muster/server/operations/publish-agent-release.ts'
import { receiveReleasePiece } from '@muster/server/operations/receive-release-piece.ts'
import type { AgentServer } from '../../fleet/support/agent-server.ts'
import { testCaller } from '../../support/services.ts'

export interface Publication {
  readonly version: string
  readonly platform?: string
  readonly allowDowngrade?: boolean
  readonly rollout?: AgentRollout
}

/** A copy that says in its mark to be another version, of as many characters; its program still says the old one. */
export function relabel(bytes: Buffer, from: string, to: string): Buffer {
  const relabelled = Buffer.from(bytes)
  const at = relabelled.indexOf(releaseMark(from))
  if (at < 0) throw new Error(`the file does not bear the mark of version ${from}`)
  relabelled.write(releaseMark(to), at)
  return relabelled
}

/** What `muster agent-release publish` does. */
export async function publish(server: AgentServer, bytes: Buffer, wanted: Publication): Promise<AgentRelease> {
  const { services, inUnit } = server
  const caller = testCaller(server.accountId)
  const { release_id: releaseId } = await inUnit((unit) =>
    createAgentRelease(services, unit, caller, {
      version: wanted.version,
      platform: wanted.platform ?? `${process.platform}-${process.arch}`,
      size_bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      allow_downgrade: wanted.allowDowngrade ?? false,
      group_id: wanted.rollout?.group_id ?? null,
    }),
  )
  for (let offset = 0; offset < bytes.length; offset += releasePieceBytesMax) {
    const piece = { releaseId, offset, bytes: bytes.subarray(offset, offset + releasePieceBytesMax) }
    await inUnit((unit) => receiveReleasePiece(services, unit, caller, piece))
  }
  return inUnit((unit) => publishAgentRelease(services, unit, caller, { releaseId, rollout: wanted.rollout ?? {} }))
}
