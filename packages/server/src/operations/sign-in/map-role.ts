import { type Role, roles } from '@muster/core/api/users.ts'
import type { OpenIdSettings } from '../../services.ts'

/** The highest role of those that the groups have; undefined: may not come in. */
export function mapRole(settings: OpenIdSettings, groups: readonly string[]): Role | undefined {
  const mapped = groups.map((group) => settings.roles.get(group))
  return roles.findLast((role) => mapped.includes(role)) ?? settings.roleOfOthers
}
