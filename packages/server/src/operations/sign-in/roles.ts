import type { Role } from '@muster/core/api/users.ts'

const scopes: Readonly<Record<Role, readonly string[]>> = {
  viewer: ['read'],
  operator: ['read', 'actions', 'operate'],
  administrator: ['read', 'actions', 'operate', 'admin'],
}

export function scopesOf(role: Role): readonly string[] {
  return scopes[role]
}
