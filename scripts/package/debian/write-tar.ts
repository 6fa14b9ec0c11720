export interface TarEntry {
  /** Relative, without a leading `./`; a directory ends in a slash. At most 97 bytes. */
  readonly path: string
  readonly mode?: number
  readonly bytes?: Buffer | string
}

/** An archive of `tar` (ustar), everything root's; all parent directories are put in. */
export function writeTar(entries: readonly TarEntry[], at: number): Buffer {
  const parts: Buffer[] = []
  for (const { path, mode, bytes } of withParents(entries)) {
    const content = Buffer.from(bytes ?? '')
    const isDirectory = path.endsWith('/')
    parts.push(
      header({ path: `./${path}`, mode: mode ?? (isDirectory ? 0o755 : 0o644), size: content.length, at, isDirectory }),
    )
    parts.push(content, Buffer.alloc((512 - (content.length % 512)) % 512))
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

function withParents(entries: readonly TarEntry[]): TarEntry[] {
  const all = new Map<string, TarEntry>()
  for (const entry of entries) {
    const names = entry.path.replace(/\/$/, '').split('/').slice(0, -1)
    names.forEach((_, index) => {
      const path = `${names.slice(0, index + 1).join('/')}/`
      if (!all.has(path)) all.set(path, { path })
    })
    all.set(entry.path, entry)
  }
  return [...all.values()]
}

interface Header {
  readonly path: string
  readonly mode: number
  readonly size: number
  readonly at: number
  readonly isDirectory: boolean
}

function header({ path, mode, size, at, isDirectory }: Header): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a tar archive`)
  const block = Buffer.alloc(512)
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  block.write(path, 0)
  block.write(octal(mode, 8), 100)
  block.write(octal(0, 8), 108)
  block.write(octal(0, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(at, 12), 136)
  block.fill(' ', 148, 156)
  block.write(isDirectory ? '5' : '0', 156)
  block.write('ustar\x0000', 257)
  block.write('root', 265)
  block.write('root', 297)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
