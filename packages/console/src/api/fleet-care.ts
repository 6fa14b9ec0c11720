import type { AgentRelease, AgentRollout } from '@muster/core/api/agent-releases.ts'
import type { Duplicate, DuplicateResolution } from '@muster/core/api/duplicates.ts'
import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { Endpoint } from './endpoint.ts'

type OneRelease = { params: { release_id: string } }

export const listReleases: Endpoint<{ query: PageQuery }, Page<AgentRelease>> = {
  method: 'GET',
  path: '/agent-releases',
}
export const changeRollout: Endpoint<OneRelease & { body: AgentRollout }, AgentRelease> = {
  method: 'PATCH',
  path: '/agent-releases/:release_id',
}
export const withdrawRelease: Endpoint<OneRelease, AgentRelease> = {
  method: 'DELETE',
  path: '/agent-releases/:release_id',
}
export const listDuplicates: Endpoint<{ query: PageQuery & { open?: boolean } }, Page<Duplicate>> = {
  method: 'GET',
  path: '/duplicates',
}
export const resolveDuplicate: Endpoint<{ params: { duplicate_id: string }; body: DuplicateResolution }, Duplicate> = {
  method: 'POST',
  path: '/duplicates/:duplicate_id/resolve',
}
