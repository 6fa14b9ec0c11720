import { agentPaths } from '@muster/core/agent/protocol.ts'
import { ReleaseAnswer, ReleaseOutcome, ReleasePlatform } from '@muster/core/agent/releases.ts'
import { Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { offerAgentRelease, readReleasePiece, recordReleaseOutcome } from '../operations/offer-agent-release.ts'
import type { Route } from '../route.ts'
import type { Services } from '../services.ts'
import { fromRequest, openSession, type SessionTools } from './open-session.ts'

const params = Type.Object({ release: Uuid })
const noStore = { 'cache-control': 'no-store' }

/** How an agent hears of another version of itself, fetches it a piece at a time, and tells how it went. */
export function releaseRoutes(tools: SessionTools & { services: Services }): Route[] {
  const { services } = tools
  const common = { access: { kind: 'public' }, tag: 'agents' } as const
  return [
    {
      ...common,
      method: 'GET',
      path: agentPaths.releases,
      summary: 'The release that the agent is to update itself to, if any',
      query: Type.Object({ platform: ReleasePlatform, version: Type.String({ minLength: 1, maxLength: 64 }) }),
      response: ReleaseAnswer,
      async handle(request) {
        const running = request.query as { platform: string; version: string }
        const release = await offerAgentRelease(services, await openSession(tools, request), running)
        return { status: 200, headers: noStore, body: { release } }
      },
    },
    {
      ...common,
      method: 'GET',
      path: `${agentPaths.releases}/:release`,
      summary: 'The next bytes of a release, from an offset on; none at its end',
      params,
      query: Type.Object({ offset: Type.Integer({ minimum: 0 }) }),
      async handle(request) {
        const session = await openSession(tools, request)
        const { offset } = request.query as { offset: number }
        const bytes = await readReleasePiece(services, session, { releaseId: request.params.release!, offset })
        return { status: 200, headers: noStore, contentType: 'application/octet-stream', body: bytes }
      },
    },
    {
      ...common,
      method: 'POST',
      path: `${agentPaths.releases}/:release/outcome`,
      summary: 'How the update to a release went',
      params,
      body: ReleaseOutcome,
      async handle(request) {
        const session = await openSession(tools, request)
        const outcome = { ...(request.body as ReleaseOutcome), releaseId: request.params.release! }
        await recordReleaseOutcome(services, fromRequest(request), session, outcome)
        return { status: 200, headers: noStore, body: { recorded: true } }
      },
    },
  ]
}
