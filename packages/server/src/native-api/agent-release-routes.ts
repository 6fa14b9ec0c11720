import { releasePieceBytesMax } from '@muster/core/agent/releases.ts'
import { AgentRelease, AgentRollout, NewAgentRelease } from '@muster/core/api/agent-releases.ts'
import { PageQuery, pageOf, Uuid } from '@muster/core/api/page.ts'
import { Type } from 'typebox'
import { createAgentRelease } from '../operations/create-agent-release.ts'
import { listAgentReleases, showAgentRelease } from '../operations/list-agent-releases.ts'
import type { PageRequest } from '../operations/page.ts'
import { changeAgentRollout, publishAgentRelease } from '../operations/publish-agent-release.ts'
import { receiveReleasePiece } from '../operations/receive-release-piece.ts'
import { withdrawAgentRelease } from '../operations/withdraw-agent-release.ts'
import type { Services } from '../services.ts'
import { change, json, type NativeRoute, needs, prefix } from './native-route.ts'

const path = `${prefix}/agent-releases`
const all = { path, tag: 'releases' } as const
const one = {
  path: `${path}/:release_id`,
  tag: 'releases',
  params: Type.Object({ release_id: Uuid }),
  response: AgentRelease,
} as const

/** A file is announced, sent in pieces, and published; `muster agent-release publish` does the three. */
export function agentReleaseRoutes(services: Services): NativeRoute[] {
  return [
    {
      ...all,
      method: 'GET',
      operationId: 'listAgentReleases',
      summary: 'List releases of the agent, newest first',
      access: needs('read'),
      query: PageQuery,
      response: pageOf(AgentRelease),
      handle: async ({ caller, query }) =>
        json(await listAgentReleases(services, caller, query as unknown as PageRequest)),
    },
    {
      ...all,
      method: 'POST',
      operationId: 'createAgentRelease',
      summary: 'Announce a release of the agent',
      description:
        'No device hears of it until it is published. Of the same file for the same devices, the release that exists is answered.',
      access: needs('admin'),
      status: 201,
      body: NewAgentRelease,
      response: AgentRelease,
      handle: (request) =>
        change(
          services,
          request,
          (unit, caller) => createAgentRelease(services, unit, caller, request.body as NewAgentRelease),
          { status: 201 },
        ),
    },
    {
      ...one,
      method: 'GET',
      operationId: 'showAgentRelease',
      summary: 'Show a release of the agent, and how it goes',
      access: needs('read'),
      errors: ['not_found'],
      handle: async ({ caller, params }) =>
        json(await showAgentRelease(services.pool, caller.accountId, params.release_id!)),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:release_id/pieces`,
      operationId: 'sendAgentReleasePiece',
      summary: 'Send the next piece of the file',
      description: `At most ${releasePieceBytesMax} bytes, beginning at the release’s \`received_bytes\`.`,
      access: needs('admin'),
      query: Type.Object({ offset: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
      bodySchema: { 'application/octet-stream': Type.String({ format: 'binary' }) },
      rawBody: 'bytes',
      bodyBytesMax: releasePieceBytesMax,
      errors: ['not_found', 'conflict', 'too_large'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          receiveReleasePiece(services, unit, caller, {
            releaseId: request.params.release_id!,
            offset: request.query.offset as number,
            bytes: request.body as Buffer,
          }),
        ),
    },
    {
      ...one,
      method: 'POST',
      path: `${path}/:release_id/publish`,
      operationId: 'publishAgentRelease',
      summary: 'Sign a release and offer it to devices',
      description: 'To all of the platform, unless a group or a percentage is named. All bytes must be there.',
      access: needs('admin', { fresh: true }),
      body: AgentRollout,
      example: { body: { group_id: 'pilots', percent: 10 } },
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          publishAgentRelease(services, unit, caller, {
            releaseId: request.params.release_id!,
            rollout: request.body as AgentRollout,
          }),
        ),
    },
    {
      ...one,
      method: 'PATCH',
      operationId: 'changeAgentRollout',
      summary: 'Change which devices are offered a release',
      access: needs('admin', { fresh: true }),
      body: AgentRollout,
      example: { body: { percent: 100 } },
      errors: ['not_found', 'conflict'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          changeAgentRollout(services, unit, caller, {
            releaseId: request.params.release_id!,
            rollout: request.body as AgentRollout,
          }),
        ),
    },
    {
      ...one,
      method: 'DELETE',
      operationId: 'withdrawAgentRelease',
      summary: 'Withdraw a release',
      description: 'No further device takes it; those that did keep it. Its file is deleted.',
      access: needs('admin'),
      errors: ['not_found'],
      handle: (request) =>
        change(services, request, (unit, caller) =>
          withdrawAgentRelease(services, unit, caller, request.params.release_id!),
        ),
    },
  ]
}
