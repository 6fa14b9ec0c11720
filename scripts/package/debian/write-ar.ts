export interface ArMember {
  readonly name: string
  readonly bytes: Buffer
}

/** An archive of `ar`, the common format: what a Debian package is. */
export function writeAr(members: readonly ArMember[], at: number): Buffer {
  const parts: Uint8Array[] = [Buffer.from('!<arch>\n')]
  for (const { name, bytes } of members) {
    const fields = [name.padEnd(16), String(at).padEnd(12), '0'.padEnd(6), '0'.padEnd(6), '100644'.padEnd(8)]
    parts.push(Buffer.from(`${fields.join('')}${String(bytes.length).padEnd(10)}\`\n`), bytes)
    if (bytes.length % 2 === 1) parts.push(Buffer.from('\n'))
  }
  return Buffer.concat(parts)
}
