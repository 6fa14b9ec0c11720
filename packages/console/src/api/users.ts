import { endpoint } from './endpoint.ts'

export const listUsers = endpoint('GET', '/api/v1/users')
export const inviteUser = endpoint('POST', '/api/v1/users')
export const changeUser = endpoint('PATCH', '/api/v1/users/{user_id}')
export const deleteUser = endpoint('DELETE', '/api/v1/users/{user_id}')
export const inviteAgain = endpoint('POST', '/api/v1/users/{user_id}/invite')
export const disableUser = endpoint('POST', '/api/v1/users/{user_id}/disable')
export const enableUser = endpoint('POST', '/api/v1/users/{user_id}/enable')
export const resetSecondFactors = endpoint('POST', '/api/v1/users/{user_id}/reset-second-factors')
export const endUserSessions = endpoint('POST', '/api/v1/users/{user_id}/sessions/end')
export const listUserSessions = endpoint('GET', '/api/v1/users/{user_id}/sessions')
export const endUserSession = endpoint('DELETE', '/api/v1/users/{user_id}/sessions/{session_id}')
