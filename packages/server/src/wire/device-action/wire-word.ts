import type { FieldError } from '@muster/core/error-code.ts'

/** The versions of the vendor's Device Action 3, oldest first. */
export const deviceActionVersions = ['3.0', '3.1', '3.2', '3.3'] as const
export type DeviceActionVersionName = (typeof deviceActionVersions)[number]

/** One value of the vendor's `types`, and how its parameters are said in our words. */
export interface WireWord {
  readonly word: string
  /** The first version that knows it. */
  readonly since: DeviceActionVersionName
  /** Our action type. */
  readonly type: string
  /** Parameters that the word does not know are not looked at. */
  readonly readParams: (params: Readonly<Record<string, unknown>>) => ParamsRead
  /** The answer shows the id of the command: Get Reports takes it. */
  readonly showsCommandId?: true
}

export type ParamsRead =
  | { readonly params: Readonly<Record<string, unknown>>; readonly errors?: undefined }
  | { readonly errors: readonly FieldError[] }

export function knownSince(since: DeviceActionVersionName, version: DeviceActionVersionName): boolean {
  return deviceActionVersions.indexOf(since) <= deviceActionVersions.indexOf(version)
}
