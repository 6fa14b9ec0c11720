import { type Finding, passIf, unknown } from './finding.ts'

export interface InstalledSoftware {
  readonly name: string
  readonly version?: string
}

const listedMax = 100

/** What is installed of what the policy does not want. What else is installed is nobody's business, and leaves nothing. */
export function judgeSoftware(
  installed: readonly InstalledSoftware[] | undefined,
  unwanted: readonly string[],
): Finding {
  if (unwanted.length === 0) return unknown('the policy names nothing')
  if (installed === undefined) return unknown('the system does not list its software')
  const names = new Set(unwanted.map((name) => name.toLowerCase()))
  const found = installed.filter(({ name }) => names.has(name.toLowerCase()))
  return passIf(found.length === 0, {
    found: found.slice(0, listedMax).map(({ name, version }) => ({
      name: name.slice(0, 128),
      ...(version !== undefined && { version: version.slice(0, 64) }),
    })),
    looked_for: unwanted.length,
  })
}
