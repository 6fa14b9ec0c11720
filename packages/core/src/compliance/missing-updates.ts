/** An update that a system knows of and does not have. */
export interface MissingUpdate {
  /** What the vendor calls it: a package, a KB number, a label. */
  readonly id: string
  readonly installed?: string
  readonly available?: string
  readonly title?: string
  readonly security?: boolean
}

/** What the facts of the check `os_updates` say. */
export interface MissingUpdates {
  /** `apt`, `dnf`, `softwareupdate`, `windows_update`. */
  readonly source: string
  /** Each id once: architectures of one package have the same. */
  readonly missing: readonly MissingUpdate[]
}

const longest = { id: 128, source: 32, title: 256, version: 64 }

/** Agents say the facts: what is not of the form is left out, and what is too long is cut. */
export function readMissingUpdates(facts: Readonly<Record<string, unknown>>): MissingUpdates {
  const { source, missing } = facts
  const updates = new Map<string, MissingUpdate>()
  for (const one of Array.isArray(missing) ? missing : []) {
    const update = readUpdate(one)
    if (update !== undefined && !updates.has(update.id)) updates.set(update.id, update)
  }
  return { source: readText(source, longest.source) ?? '', missing: [...updates.values()] }
}

function readUpdate(one: unknown): MissingUpdate | undefined {
  if (typeof one !== 'object' || one === null) return undefined
  const { id, installed, available, title, security } = one as Readonly<Record<string, unknown>>
  const known = readText(id, longest.id)
  if (known === undefined) return undefined
  const texts = {
    installed: readText(installed, longest.version),
    available: readText(available, longest.version),
    title: readText(title, longest.title),
  }
  const said = Object.entries(texts).filter(([, text]) => text !== undefined)
  return { id: known, ...Object.fromEntries(said), ...(security === true && { security }) }
}

function readText(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string') return undefined
  // A cut never leaves half a character.
  const text = value.replaceAll('\0', '').slice(0, longest).toWellFormed().trim()
  return text === '' ? undefined : text
}
