import { createHash } from 'node:crypto'
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
    }),
  )
  for (let offset = 0; offset < bytes.length; offset += releasePieceBytesMax) {
    const piece = { releaseId, offset, bytes: bytes.subarray(offset, offset + releasePieceBytesMax) }
    await inUnit((unit) => receiveReleasePiece(services, unit, caller, piece))
  }
  return inUnit((unit) => publishAgentRelease(services, unit, caller, { releaseId, rollout: wanted.rollout ?? {} }))
}
