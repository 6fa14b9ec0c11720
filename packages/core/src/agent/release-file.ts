/** What a packaged agent's file says of itself, in its first bytes and in a mark that packaging puts into it. */
export interface ReleaseFileFacts {
  /** Undefined where the file bears no mark: it was not packaged by `npm run package`, or by an older one. */
  readonly version: string | undefined
  /** As Node.js names it; undefined where the file is no executable of a known kind. */
  readonly platform: string | undefined
}

/** Stands in the packaged program's text, which the executable holds as it is. */
export function releaseMark(version: string): string {
  return `muster-agent-release:${version};`
}

const mark = /^muster-agent-release:([0-9A-Za-z.+~-]{1,64});/
const markBytesMax = 128
/** Of its letters the rarest in executables: where it is, the mark may be. */
const sign = ':'.charCodeAt(0)
const name = [...'muster-agent-release'].map((letter) => letter.charCodeAt(0))

/** Reads a file as it passes by, in pieces of any length, the first one at least as long as an executable's header. */
export function createReleaseFileReader(): { add(bytes: Uint8Array): void; facts(): ReleaseFileFacts } {
  let platform: string | undefined
  let version: string | undefined
  let isFirst = true
  let tail = new Uint8Array()
  return {
    add(bytes) {
      if (isFirst) platform = platformOf(bytes)
      isFirst = false
      if (version !== undefined) return
      // A mark may lie across two pieces.
      const seam = join(tail, bytes.subarray(0, markBytesMax))
      version = findMark(seam) ?? findMark(bytes)
      tail = join(seam, bytes.subarray(Math.max(markBytesMax, bytes.length - markBytesMax))).slice(-markBytesMax)
    },
    facts: () => ({ version, platform }),
  }
}

/** Why the file is not what is said of it; undefined where it is, or says nothing of itself. */
export function findReleaseFileFault(
  facts: ReleaseFileFacts,
  said: { readonly version: string; readonly platform: string },
): { readonly field: 'version' | 'platform'; readonly message: string } | undefined {
  for (const field of ['platform', 'version'] as const) {
    const fact = facts[field]
    if (fact !== undefined && fact !== said[field]) {
      return { field, message: `is ${said[field]}, and the file says of itself that it is ${fact}` }
    }
  }
  return undefined
}

function findMark(bytes: Uint8Array): string | undefined {
  for (let at = bytes.indexOf(sign); at >= 0; at = bytes.indexOf(sign, at + 1)) {
    const start = at - name.length
    if (!name.every((letter, index) => bytes[start + index] === letter)) continue
    const text = String.fromCharCode(...bytes.subarray(start, start + markBytesMax))
    const version = mark.exec(text)?.[1]
    if (version !== undefined) return version
  }
  return undefined
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length)
  joined.set(one)
  joined.set(other, one.length)
  return joined
}

/** ELF, Mach-O and PE name the processor; each is of one system's programs. */
function platformOf(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.byteLength < 64) return undefined
  if (view.getUint32(0) === 0x7f454c46) return named('linux', view.getUint16(18, true), { 62: 'x64', 183: 'arm64' })
  if (view.getUint32(0, true) === 0xfeedfacf) {
    return named('darwin', view.getUint32(4, true), { 16777223: 'x64', 16777228: 'arm64' })
  }
  if (view.getUint16(0) !== 0x4d5a) return undefined
  const header = view.getUint32(60, true)
  if (header + 6 > view.byteLength || view.getUint32(header) !== 0x50450000) return undefined
  return named('win32', view.getUint16(header + 4, true), { 34404: 'x64', 43620: 'arm64' })
}

/** A processor that no release is made for is told by its number. */
function named(system: string, machine: number, names: Readonly<Record<number, string>>): string {
  return `${system}-${names[machine] ?? `machine-${machine}`}`
}
