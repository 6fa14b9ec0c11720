import { endpoint } from './endpoint.ts'

export const listReleases = endpoint('GET', '/api/v1/agent-releases')
export const changeRollout = endpoint('PATCH', '/api/v1/agent-releases/{release_id}')
export const withdrawRelease = endpoint('DELETE', '/api/v1/agent-releases/{release_id}')
export const listDuplicates = endpoint('GET', '/api/v1/duplicates')
export const resolveDuplicate = endpoint('POST', '/api/v1/duplicates/{duplicate_id}/resolve')
