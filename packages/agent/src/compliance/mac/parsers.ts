import type { MissingUpdate } from '@muster/core/compliance/missing-updates.ts'
import { readJson } from '../read-json.ts'
import type { InstalledSoftware } from '../unwanted-software.ts'

/** `FileVault is On.`, also while it is still encrypting: that is not yet. */
export function parseFileVault(text: string): boolean | undefined {
  if (/Encryption in progress/i.test(text)) return false
  const state = /^FileVault is (On|Off)\b/m.exec(text)?.[1]
  return state === undefined ? undefined : state === 'On'
}

/** `Firewall is enabled. (State = 1)`; 2: it blocks all that comes in. */
export function parseSocketFilter(text: string): boolean | undefined {
  const state = /\(State = (\d)\)/.exec(text)?.[1]
  return state === undefined ? undefined : state !== '0'
}

/** com.apple.SoftwareUpdate as JSON: what the system found when it looked last, and when that was. */
export function parseRecommendedUpdates(text: string): { updates: MissingUpdate[]; listedAt?: Date } | undefined {
  const read = readJson(text) as Record<string, unknown> | undefined
  if (read === undefined || typeof read !== 'object') return undefined
  const { RecommendedUpdates: list = [], LastSuccessfulDate: last } = read
  if (!Array.isArray(list)) return undefined
  const updates = list.flatMap((one: Record<string, unknown>) => {
    const id = one?.['Product Key'] ?? one?.Identifier
    if (typeof id !== 'string') return []
    const title = one['Display Name']
    const available = one['Display Version']
    return [{ id, ...(typeof title === 'string' && { title }), ...(typeof available === 'string' && { available }) }]
  })
  const listedAt = typeof last === 'string' ? new Date(last) : undefined
  return listedAt !== undefined && Number.isFinite(listedAt.getTime()) ? { updates, listedAt } : { updates }
}

/** `system_profiler -json SPApplicationsDataType`. */
export function parseApplications(text: string): InstalledSoftware[] | undefined {
  const list = (readJson(text) as { SPApplicationsDataType?: unknown } | undefined)?.SPApplicationsDataType
  if (!Array.isArray(list)) return undefined
  return list.flatMap(({ _name: name, version }: Record<string, unknown>) =>
    typeof name === 'string' ? [{ name, ...(typeof version === 'string' && { version }) }] : [],
  )
}
