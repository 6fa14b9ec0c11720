import type { Page, PageQuery } from '@muster/core/api/page.ts'
import type { EndedSessions, InvitedUser, NewUser, User, UserChange, UserSession } from '@muster/core/api/users.ts'
import type { Endpoint } from './endpoint.ts'

type One = { params: { user_id: string } }

export const listUsers: Endpoint<{ query: PageQuery }, Page<User>> = { method: 'GET', path: '/users' }
export const inviteUser: Endpoint<{ body: NewUser }, InvitedUser> = { method: 'POST', path: '/users' }
export const changeUser: Endpoint<One & { body: UserChange }, User> = { method: 'PATCH', path: '/users/:user_id' }
export const deleteUser: Endpoint<One, User> = { method: 'DELETE', path: '/users/:user_id' }
export const inviteAgain: Endpoint<One, InvitedUser> = { method: 'POST', path: '/users/:user_id/invite' }
export const disableUser: Endpoint<One, User> = { method: 'POST', path: '/users/:user_id/disable' }
export const enableUser: Endpoint<One, User> = { method: 'POST', path: '/users/:user_id/enable' }
export const resetSecondFactors: Endpoint<One, User> = {
  method: 'POST',
  path: '/users/:user_id/reset-second-factors',
}
export const endUserSessions: Endpoint<One, EndedSessions> = { method: 'POST', path: '/users/:user_id/sessions/end' }
export const listUserSessions: Endpoint<One, Page<UserSession>> = { method: 'GET', path: '/users/:user_id/sessions' }
export const endUserSession: Endpoint<{ params: { user_id: string; session_id: string } }, UserSession> = {
  method: 'DELETE',
  path: '/users/:user_id/sessions/:session_id',
}
