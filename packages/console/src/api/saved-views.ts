import { endpoint } from './endpoint.ts'

export const listSavedViews = endpoint('GET', '/api/v1/saved-views')
export const saveView = endpoint('POST', '/api/v1/saved-views')
export const deleteView = endpoint('DELETE', '/api/v1/saved-views/{view_id}')
